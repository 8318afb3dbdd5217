import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Answer,
  claim,
  type Clock,
  connect,
  type ConnectorError,
  defineVendor,
  type JobHandle,
  memoryStore,
  none,
  type Policy,
} from '@portico/core'
import * as z from 'zod'
import { failure } from '../call/failure.ts'
import { type Reply, type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common, write } from './vendor.ts'

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

const vendor = defineVendor({ ...common, id: 'jobs', origins: { api: 'https://jobs.example' } })
const exportRows = vendor.job('POST /exports', {
  ...write,
  summary: 'Export rows.',
  input: z.object({ table: z.string() }),
  output: z.array(z.string()),
  pick: 'rows',
  idempotency: none('a second export reads again and changes nothing'),
  audit: { entity: { type: 'export', id: 'output.id' } },
  handle: {
    schema: z.object({ id: z.string(), status: z.string() }),
    read: ({ body }) => ({ id: body.id, status: body.status_url }),
  },
  poll: {
    request: { url: 'status' },
    everyMs: 1_000,
    state: ({ body }) =>
      body.state === 'done' ? 'done' : body.state === 'failed' ? { failed: { message: body.reason } } : 'running',
  },
  result: { request: 'GET /exports/{id}/rows' },
  cancel: 'DELETE /exports/{id}',
  owner: 'data-platform',
  withinMs: 10_000,
  examples: [{ table: 'orders' }],
})

const imports = {
  ...write,
  summary: 'Import rows.',
  input: z.object({ table: z.string() }),
  output: z.array(z.string()),
  pick: 'rows',
  audit: { entity: { type: 'import', id: 'output.id' } },
  handle: { schema: z.object({ id: z.string() }), read: ({ body }: Answer) => ({ id: body.id }) },
  poll: { request: 'GET /imports/{id}', everyMs: 1_000, state: ({ body }: Answer) => body.state },
  owner: 'data-platform',
  withinMs: 10_000,
  examples: [{ table: 'orders' }],
} as const

/** Waits take no time, and are kept. */
function instantClock(): Clock & { waits: number[] } {
  let now = 1_700_000_000_000
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    random: () => 0,
    wait: (ms) => {
      waits.push(ms)
      now += ms
      return Promise.resolve()
    },
  }
}

function client(clock: Clock) {
  const connector = vendor.connector({ version: '1.0.0', operations: { exportRows } })
  return connect(connector, { ...bound, origins: { api: server.origin }, clock })
}

/** The vendor's side: an export that takes `polls` polls. */
function serve(polls: number, end: { state: string; reason?: string } = { state: 'done' }): void {
  let asked = 0
  server.reply = ({ method, url }) => {
    if (method === 'POST') return { status: 202, body: { id: 'e1', status_url: `${server.origin}/status/e1` } }
    if (url === '/status/e1') return { body: ++asked < polls ? { state: 'running' } : end }
    if (method === 'DELETE') return { status: 204 }
    return { body: { rows: ['a', 'b'] } }
  }
}

describe('a job polled at a URL that the vendor gave', () => {
  test('gives its result at the end', async () => {
    serve(3)
    const clock = instantClock()
    expect(await client(clock).exportRows({ table: 'orders' })).toEqual(['a', 'b'])
    expect(clock.waits).toEqual([1_000, 1_000])
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /exports',
      'GET /status/e1',
      'GET /status/e1',
      'GET /status/e1',
      'GET /exports/e1/rows',
    ])
  })

  test('goes on from its handle after a crash, as plain data', async () => {
    serve(1)
    const { data } = await client(instantClock()).exportRows.start({ table: 'orders' })
    const stored = JSON.parse(JSON.stringify(data)) as JobHandle
    const later = client(instantClock())
    expect(await later.exportRows.status(stored)).toMatchObject({ state: 'done' })
    expect((await later.exportRows.wait(stored)).data).toEqual(['a', 'b'])
    await expect(later.exportRows.wait(stored, { timeoutMs: Number.NaN })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await later.exportRows.cancel(stored)).toMatchObject({ state: 'cancelled' })
  })

  test('that waited for a person starts without waiting for its end', async () => {
    serve(1_000)
    const store = memoryStore()
    const asking = connect(vendor.connector({ version: '1.0.0', operations: { exportRows } }), {
      ...bound,
      origins: { api: server.origin },
      store,
    })
    const policy: Policy = { decide: () => ({ effect: 'raise', approval: 'A1', rule: 'r', reason: 'r' }) }
    const asked: unknown = await asking.exportRows.start({ table: 'orders' }, { policy }).catch((error: unknown) => error)
    const token = store.approvals.decide((asked as ConnectorError).approval!.id, {
      outcome: 'approve',
      by: { type: 'human', id: 'boss' },
      at: '2026-11-24T00:00:00Z',
    })
    const started = await asking.exportRows.resumeStart(token)
    expect(started.data).toMatchObject({ operation: 'exportRows', data: { id: 'e1' } })
    expect(server.seen).toHaveLength(1)
  })

  test('that fails says why, and one that is late runs on', async () => {
    serve(1, { state: 'failed', reason: 'no such table' })
    await expect(client(instantClock()).exportRows({ table: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining('no such table') as string,
      commitState: 'unknown',
    })
    serve(1_000)
    await expect(client(instantClock()).exportRows({ table: 'x' })).rejects.toMatchObject({
      code: 'timeout',
      commitState: 'committed',
    })
  })

  test.each<[string, Reply, object]>([
    ['the vendor is not to be reached', 'drop', { code: 'unavailable' }],
    ['the vendor forbids the question', { status: 403 }, { code: 'forbidden' }],
    ['it is late', { body: { state: 'running' } }, { code: 'timeout' }],
  ])('was started, and is not to be started again, when %s', async (_, reply, error) => {
    server.reply = ({ method }) =>
      method === 'POST' ? { status: 202, body: { id: 'e1', status_url: `${server.origin}/status/e1` } } : reply
    const failed = await failure(client(instantClock()).exportRows({ table: 'orders' }))
    expect(failed).toMatchObject({ ...error, operation: 'exportRows', commitState: 'committed', retryable: false })
    // Nothing else holds the handle.
    expect(failed.receipt).toMatchObject({ operation: 'exportRows', job: { operation: 'exportRows', data: { id: 'e1' } } })
    serve(1)
    const { data } = await client(instantClock()).exportRows.wait(failed.receipt!.job!)
    expect(data).toEqual(['a', 'b'])
  })

  test('is gone on with under its key, where keys are kept', async () => {
    const importRows = vendor.job('POST /imports', { ...imports, idempotency: claim })
    const clock = instantClock()
    const connector = vendor.connector({ version: '1.0.0', operations: { importRows } })
    const jobs = connect(connector, { ...bound, origins: { api: server.origin }, clock, store: memoryStore() })
    server.reply = ({ method }) => (method === 'POST' ? { body: { id: 'i1' } } : 'drop')
    const failed = await failure(jobs.importRows({ table: 'orders' }))
    expect(failed).toMatchObject({ commitState: 'committed', retryable: true })
    server.reply = ({ method }) => ({ body: method === 'POST' ? { id: 'i2' } : { state: 'done', rows: ['a'] } })
    expect(await jobs.importRows({ table: 'orders' }, { idempotencyKey: failed.idempotencyKey! })).toEqual(['a'])
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  test('is not asked about at a host that nobody declared', async () => {
    server.reply = () => ({ status: 202, body: { id: 'e1', status_url: 'https://evil.example/status' } })
    await expect(client(instantClock()).exportRows({ table: 'x' })).rejects.toMatchObject({ code: 'host_not_allowed' })
    expect(server.seen).toHaveLength(1)
  })
})
