import { bearer, type Clock, defineVendor, rateHeaders, systemClock } from '@portico/core'
import { openReading, type ReadingOptions } from '@portico/core/reading'
import { cursor, defineSource, stream } from '@portico/core/streams'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { loadedModules } from '../fixture/loaded-modules.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const desk = defineVendor({
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer() },
  failures: { read: ({ body }) => ({ message: (body as { error?: string }).error }), codes: {} },
  limits: rateHeaders({ remaining: 'x-left', reset: 'x-reset', unit: 'delta-seconds' }),
  requestIdHeader: 'x-request-id',
  defaults: { timeoutMs: 1_000, retry: { attempts: 3 }, sensitivity: 'S1' },
  facts: { source: 'https://desk.example', verifiedAt: '2026-11-28' },
})
const stated = {
  summary: 'Tickets.',
  title: { en: 'Tickets', ar: 'تذاكر' },
  record: z.object({ id: z.int(), updated: z.int() }),
  primaryKey: ['id'],
  page: cursor('next', 'after'),
  cursor: {
    field: 'updated',
    since: 'updated[gte]',
    until: 'updated[lt]',
    type: 'epoch-seconds',
    precision: 's',
    boundary: 'inclusive',
    order: 'ascending',
    state: 'slice',
  },
  slice: z.object({ queue: z.string() }),
  slices: () => [{ queue: 'a/b' }],
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Support',
  consumers: [],
  sensitivity: 'S1',
  schemaChanges: 'evolve',
} as const
const source = defineSource(desk, {
  version: '1.0.0',
  streams: {
    tickets: stream(desk, 'GET /queues/{queue}/tickets', { ...stated, pick: 'data', fields: { limit: 2 } }),
    searched: stream(desk, 'POST /search', {
      ...stated,
      pick: 'data',
      fields: ({ slice: { queue } }) => ({ queue }),
      headers: { 'x-search': '1' },
    }),
  },
})

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

const waits: number[] = []
const hasty: Clock = {
  ...systemClock,
  random: () => 0,
  wait: async (ms) => {
    waits.push(ms)
  },
}
const open = (more: Partial<ReadingOptions> = {}) =>
  openReading(source, {
    tenantId: 'acme',
    credentials: { token: 'desk-secret-token' },
    origins: { api: server.origin },
    clock: hasty,
    ...more,
  })
const slice = { queue: 'a/b' }

test('a page is asked for with the fields, the cursor values and the credentials, and gives its records raw', async () => {
  server.reply = () => ({
    headers: { 'x-request-id': 'r1', 'x-left': '41', 'x-reset': '60' },
    body: { data: [{ id: 'not checked here' }], next: 'p2' },
  })
  const reading = open()
  const page = await reading.page('tickets', { slice, since: 100, until: 200, cursor: 'p1' })
  await reading.close()
  expect(page).toMatchObject({
    records: [{ id: 'not checked here' }],
    next: 'p2',
    bytes: 48,
    vendorRequestId: 'r1',
    rateLimitRemaining: 41,
  })
  const { method, url, headers } = server.seen[0]!
  const at = new URL(url, server.origin)
  expect([method, at.pathname, headers['authorization']]).toEqual(['GET', '/queues/a%2Fb/tickets', 'Bearer desk-secret-token'])
  expect(Object.fromEntries(at.searchParams)).toEqual({
    limit: '2',
    'updated[gte]': '100',
    'updated[lt]': '200',
    after: 'p1',
  })
})

test('a stream that is read by POST has its fields and its page in the body', async () => {
  server.reply = () => ({ body: { data: [] } })
  const reading = open()
  await reading.page('searched', { slice, since: 100, cursor: 'p1' })
  await reading.close()
  const { body, headers } = server.seen[0]!
  expect(JSON.parse(body)).toEqual({ queue: 'a/b', 'updated[gte]': 100, after: 'p1' })
  expect(headers['x-search']).toBe('1')
})

test('what passes is tried again, as the vendor says when; what does not is an error of the stream, without its secrets', async () => {
  waits.length = 0
  server.reply = (_, index) =>
    index === 0
      ? { status: 429, headers: { 'retry-after': '7' }, body: {} }
      : index === 1
        ? { status: 500, body: {} }
        : { status: 403, body: { error: 'desk-secret-token may not' } }
  const reading = open()
  const told: number[] = []
  const waiting = (ms: number): number => told.push(ms)
  const error = await reading.page('tickets', { slice, waiting }).catch((thrown: unknown) => thrown)
  await reading.close()
  expect(server.seen).toHaveLength(3)
  expect(waits[0]).toBe(7_000)
  // The wait after the 500 is ours: the vendor set no limit.
  expect(told).toEqual([7_000])
  expect(error).toMatchObject({
    name: 'ConnectorError',
    code: 'forbidden',
    commitState: 'refused',
    connector: 'desk',
    operation: 'streams.tickets',
    tenantId: 'acme',
  })
  expect(JSON.stringify(error)).not.toContain('desk-secret-token')
})

test('a spent budget is waited for longer than any call would, and never past the patience', async () => {
  waits.length = 0
  server.reply = () => ({ headers: { 'x-left': '0', 'x-reset': '3000' }, body: { data: [] } })
  let now = Date.now()
  const clock = {
    ...hasty,
    now: () => now,
    wait: async (ms: number) => {
      waits.push(ms)
      now += ms
    },
  }
  const reading = open({ clock })
  await reading.page('tickets', { slice })
  const second = await reading.page('tickets', { slice })
  expect(waits[0]).toBeGreaterThan(2_990_000)
  expect(second.attempts[0]!.waitedMs).toBe(waits[0])
  await reading.close()
  const hurried = open({ clock, patienceMs: 1_000 })
  await hurried.page('tickets', { slice })
  await expect(hurried.page('tickets', { slice })).rejects.toMatchObject({ code: 'rate_limited', retryable: true })
  await hurried.close()
})

test.each([
  ['the same cursor again', { data: [], next: 'p1' }, 'would never end'],
  ['no list', { data: null }, 'is not a list'],
])('%s is a violation of the contract', async (_, body, message) => {
  server.reply = () => ({ body })
  const reading = open()
  await expect(reading.page('tickets', { slice, cursor: 'p1' })).rejects.toMatchObject({
    code: 'contract_violation',
    message: expect.stringContaining(message) as string,
  })
  await reading.close()
})

test('a status that stands for an empty list is one; another is an error', async () => {
  server.reply = (_, index) => ({ status: index === 0 ? 409 : 404, body: { error: 'nothing here' } })
  const { tickets } = source.streams
  const hollow = { ...tickets, definition: { ...tickets.definition, emptyOn: [409] } }
  const reading = openReading(
    { ...source, streams: { tickets: hollow } },
    { tenantId: 'acme', credentials: { token: 'desk-secret-token' }, origins: { api: server.origin }, clock: hasty },
  )
  expect(await reading.page('tickets', { slice })).toMatchObject({ records: [], next: undefined, attempts: [{ status: 409 }] })
  await expect(reading.page('tickets', { slice })).rejects.toMatchObject({ code: 'not_found' })
  await reading.close()
})

test('a slice that the path can not take, a stream that is not there and a host of nobody’s are refused unsent', async () => {
  const reading = open()
  await expect(reading.page('tickets', { slice: { queue: '..' } })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(reading.page('answers', {})).rejects.toThrow("desk has no stream 'answers'")
  await reading.close()
  const elsewhere = open({ origins: { api: 'http://desk.example' } })
  await expect(elsewhere.page('tickets', { slice })).rejects.toMatchObject({ code: 'host_not_allowed' })
  await elsewhere.close()
  expect(server.seen).toHaveLength(0)
})

test('the entry loads nothing that governs a call', () => {
  const loaded = [...loadedModules('reading.ts')]
  const governing =
    /^(?:call\/(?!render-request|next-page|page-position|apply-cursor|dotted-path|validate|traceable)|decision|ports\/memory\/(?!memory-tokens)|client\/(?:client|binding|methods|connect)\.ts)/
  expect(loaded.filter((file) => governing.test(file))).toEqual([])
})
