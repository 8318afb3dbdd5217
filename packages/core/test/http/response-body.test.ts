import { describe, expect, test } from 'vitest'
import type { Codec } from '../../src/contract/wire.ts'
import { parseBody, parseFailureBody } from '../../src/http/response-body.ts'
import { UnexpectedBody } from '../../src/http/unexpected-body.ts'

const answer = (contentType: string | undefined, text: string): { headers: Record<string, string>; text: string } => ({
  headers: contentType === undefined ? {} : { 'content-type': contentType },
  text,
})
const xml: Codec = {
  contentType: 'application/xml',
  decode: (text) => {
    if (!text.startsWith('<')) throw new Error(`not XML: ${text}`)
    return { xml: text }
  },
}

function refusal(parse: () => unknown): UnexpectedBody {
  try {
    parse()
  } catch (error) {
    if (error instanceof UnexpectedBody) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('parseBody', () => {
  test.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/vnd.github+json',
    'application/problem+json;v=1',
    'text/json',
    undefined,
    '',
  ])('reads JSON of type %s', (type) => {
    expect(parseBody(answer(type, '{"a":1}'))).toEqual({ a: 1 })
  })

  test('does not stumble over a byte order mark', () => {
    expect(parseBody(answer('application/json', '\ufeff{"a":1}'))).toEqual({ a: 1 })
    expect(parseBody(answer('application/xml', '\ufeff<a/>'), xml)).toEqual({ xml: '<a/>' })
  })

  test('no body is no value, whatever its type', () => {
    expect(parseBody(answer('text/html', ''))).toBeUndefined()
    expect(parseBody(answer('application/xml', ''), xml)).toBeUndefined()
  })

  test.each([
    'text/html',
    'text/plain; charset=utf-8',
    'application/xml',
    'application/jsonp',
    'application/octet-stream',
    'text/json-seq',
  ])('refuses %s', (type) => {
    const error = refusal(() => parseBody(answer(type, '{"a":1}')))
    expect(error.reason).toBe('content_type')
    expect(error.message).toContain(type.split(';')[0])
  })

  test.each(['{', '{"a":1}x', '<html>', "{'a':1}"])('refuses %s as JSON, and does not repeat it', (text) => {
    const error = refusal(() => parseBody(answer('application/json', text)))
    expect(error.reason).toBe('malformed')
    expect(JSON.stringify([error.message, error.cause])).not.toContain(text)
  })

  test.each(['application/xml', 'text/xml; charset=utf-8', 'application/soap+xml', undefined])('a codec reads %s', (type) => {
    expect(parseBody(answer(type, '<a/>'), xml)).toEqual({ xml: '<a/>' })
  })

  test('a codec refuses another format and its own malformed text', () => {
    expect(refusal(() => parseBody(answer('application/json', '{}'), xml)).reason).toBe('content_type')
    expect(refusal(() => parseBody(answer('application/xml', 'secret'), xml)).message).not.toContain('secret')
  })

  test('with a codec that only writes, JSON is read', () => {
    expect(parseBody(answer('application/json', '[]'), { contentType: 'application/xml' })).toEqual([])
  })
})

describe('parseFailureBody', () => {
  test.each([
    ['JSON', 'application/json', '{"error":"x"}', { error: 'x' }],
    ['a gateway’s page', 'text/html', '<html>502</html>', '<html>502</html>'],
    ['text that says it is JSON', 'application/json', 'oops', 'oops'],
    ['nothing', 'text/html', '', undefined],
  ])('reads %s', (_what, type, text, value) => {
    expect(parseFailureBody(answer(type, text))).toEqual(value)
  })

  test('of a vendor with a format of its own, that format, JSON or text', () => {
    expect(parseFailureBody(answer('text/xml', '<e/>'), xml)).toEqual({ xml: '<e/>' })
    expect(parseFailureBody(answer('application/json', '{"e":1}'), xml)).toEqual({ e: 1 })
    expect(parseFailureBody(answer('text/plain', 'down'), xml)).toBe('down')
  })
})
