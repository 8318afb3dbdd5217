import { expect, onTestFinished, test } from 'vitest'
import { createLineage, httpLineage } from '../../src/lineage.ts'
import { type ReceiverAnswer, receiver } from './receiver.ts'
import { run } from './tickets.ts'

/** Waits take no time and are kept. */
function quickClock() {
  const waits: number[] = []
  return {
    waits,
    now: () => Date.parse('2026-11-28T10:00:00Z'),
    random: () => 1,
    wait: async (ms: number) => void waits.push(ms),
  }
}

async function sendTo(...answers: readonly ReceiverAnswer[]) {
  const server = await receiver(...answers)
  onTestFinished(() => server.close())
  const clock = quickClock()
  const transport = httpLineage({ url: server.url, token: 'lineage-token', clock })
  const sent = createLineage({ namespace: 'portico', transport }).run(run).start()
  return { ...server, waits: clock.waits, sent }
}

test('an event is posted once, with the token', async () => {
  const { sent, taken, requests } = await sendTo()
  await sent
  expect(taken).toMatchObject([{ eventType: 'START' }])
  expect(requests).toMatchObject([
    { path: '/api/v1/lineage', headers: { authorization: 'Bearer lineage-token', 'content-type': 'application/json' } },
  ])
})

test('a busy receiver is retried, after as long as it says', async () => {
  const { sent, taken, waits } = await sendTo(
    { status: 503 },
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 503, headers: { 'retry-after': 'Sat, 28 Nov 2026 12:00:00 GMT' } },
  )
  await sent
  expect(taken).toHaveLength(1)
  expect(waits).toEqual([250, 7_000, 30_000])
})

test.each([
  [400, 1, false],
  [422, 1, false],
  [302, 1, true],
  [401, 1, true],
  [404, 1, true],
  [500, 4, true],
])('%i is given up after %i attempts; retryable: %s', async (status, attempts, retryable) => {
  const headers = { location: 'http://127.0.0.1:1/elsewhere' }
  const { sent, taken, requests } = await sendTo(...Array.from({ length: 9 }, () => ({ status, headers })))
  await expect(sent).rejects.toMatchObject({ name: 'LineageDeliveryError', retryable })
  expect(taken).toEqual([])
  if (status !== 302) expect(requests).toHaveLength(attempts)
})

test('an unreachable receiver is reported by its host, without the token', async () => {
  const transport = httpLineage({ url: 'http://127.0.0.1:1/api/v1/lineage', token: 'lineage-token', clock: quickClock() })
  const error = await createLineage({ namespace: 'portico', transport })
    .run(run)
    .start()
    .catch((failed: Error) => failed)
  expect(error).toMatchObject({ retryable: true, message: '127.0.0.1:1 could not be reached with a lineage event' })
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('lineage-token')
})

test('closing ends a wait at once', async () => {
  const server = await receiver(...Array.from({ length: 4 }, () => ({ status: 503, headers: { 'retry-after': '30' } })))
  onTestFinished(() => server.close())
  const transport = httpLineage({ url: server.url })
  const sent = Promise.allSettled([createLineage({ namespace: 'portico', transport }).run(run).start()])
  await expect.poll(() => server.requests.length).toBe(1)
  await transport.close()
  expect(await sent).toMatchObject([{ reason: { message: expect.stringContaining('answered 503') as unknown } }])
})

test.each([
  ['http://marquez.example/api/v1/lineage', 'is not https'],
  ['ftp://marquez.example', 'is not https'],
  ['https://user:secret@marquez.example/', 'credentials in it would be logged'],
])('%s is refused before anything is sent', (url, message) => {
  expect(() => httpLineage({ url })).toThrow(message)
})
