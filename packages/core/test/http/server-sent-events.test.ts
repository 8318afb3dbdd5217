import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseServerSentEvents, type ServerSentEvent } from '../../src/http/server-sent-events.ts'
import { anyText } from '@portico/tools/any-text'
import { failure } from './transports.ts'
import { collected } from './collected.ts'

async function parsed(chunks: readonly (string | Uint8Array)[], longestEvent?: number): Promise<ServerSentEvent[]> {
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
  }
  return collected(parseServerSentEvents(stream(), longestEvent === undefined ? {} : { longestEvent }))
}
const message = (data: string, more: Partial<ServerSentEvent> = {}): ServerSentEvent => ({
  event: 'message',
  data,
  id: undefined,
  retry: undefined,
  ...more,
})

describe('server-sent events', () => {
  test.each([
    ['data', 'data: a\n\n', [message('a')]],
    ['data without the space, and with two', 'data:a\ndata:  b\n\n', [message('a\n b')]],
    ['several lines', 'data: a\ndata\ndata: b\n\n', [message('a\n\nb')]],
    ['an empty data field', 'data\n\n', [message('')]],
    ['a name, for its event alone', 'event: add\ndata: a\n\ndata: b\n\n', [message('a', { event: 'add' }), message('b')]],
    [
      'an id, which stays',
      'id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n',
      [message('a', { id: '1' }), message('b', { id: '1' }), message('c', { id: '' })],
    ],
    ['an id with a NUL, which is ignored', 'id: 1\0\ndata: a\n\n', [message('a')]],
    ['retry', 'retry: 3000\ndata: a\n\nretry: 3s\ndata: b\n\n', [message('a', { retry: 3000 }), message('b', { retry: 3000 })]],
    ['comments and unknown fields', ': hi\nfoo: bar\n:\ndata: a\n\n', [message('a')]],
    ['an event without data, which is none', 'event: ping\n\n\n\ndata: a\n\n', [message('a')]],
    ['an event that is cut off, which is dropped', 'data: a\n\ndata: b\n', [message('a')]],
    ['carriage returns', 'data: a\rdata: b\r\rdata: c\r\r', [message('a\nb'), message('c')]],
    ['both', 'data: a\r\ndata: b\r\n\r\n', [message('a\nb')]],
    ['a colon in the data', 'data: {"a":1}\n\n', [message('{"a":1}')]],
    ['a byte order mark', '\ufeffdata: a\n\n', [message('a')]],
    ['nothing', '', []],
  ])('reads %s', async (_what, text, events) => {
    expect(await parsed([text])).toEqual(events)
  })

  test('does not end a line twice when a break is cut in two', async () => {
    expect(await parsed(['data: a\r', '\ndata: b\r', '\n\r', '\n'])).toEqual([message('a\nb')])
  })

  test('however it is cut, the events are the same', async () => {
    const line = fc.oneof(
      fc.constantFrom('data: a', 'data: ü😀', 'data', 'event: x', 'id: 1', 'retry: 5', ': c', '', '', 'data:\ufeff'),
      anyText({ maxLength: 8 }),
    )
    const text = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n')), { maxLength: 20 })
      .map((lines) => lines.flat().join(''))
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(60), { maxLength: 12 }), async (whole, cuts) => {
        const bytes = new TextEncoder().encode(whole)
        const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length]
        const chunks = edges.slice(1).map((edge, at) => bytes.subarray(edges[at], edge))
        const events = await parsed([bytes])
        assert.deepEqual(await parsed(chunks), events)
        assert.deepEqual(await parsed(Array.from(bytes, (byte) => Uint8Array.of(byte))), events)
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['one endless line', Array.from({ length: 200 }, () => 'x'.repeat(10))],
    ['endless lines', Array.from({ length: 200 }, () => 'data: xxxx\n')],
    ['an endless comment', [':', ...Array.from({ length: 200 }, () => 'x'.repeat(10))]],
  ])('stops at %s', async (_what, chunks) => {
    expect(await failure(parsed(chunks, 1000))).toMatchObject({ reason: 'too_large', sent: true })
  })

  test('the limit is of one event, not of the stream', async () => {
    expect(
      await parsed(
        Array.from({ length: 200 }, () => `data: ${'x'.repeat(500)}\n\n`),
        1000,
      ),
    ).toHaveLength(200)
    expect(
      await parsed(
        Array.from({ length: 200 }, () => ': still here\n'),
        100,
      ),
    ).toEqual([])
  })

  test('leaving the loop cancels the stream', async () => {
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: a\n\n')),
      cancel: () => {
        cancelled = true
      },
    })
    for await (const event of parseServerSentEvents(stream)) {
      expect(event.data).toBe('a')
      break
    }
    expect(cancelled).toBe(true)
  })
})
