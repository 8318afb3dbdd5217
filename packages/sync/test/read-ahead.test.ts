import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type Destination, linesOf, type SourceReader, sync, type SyncObserver, type SyncOptions } from '@portico/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryDestination } from './cursor/memory-destination.ts'
import { deskSource } from './fixture/desk-source.ts'
import { type DeskVendor, deskVendor, ticket } from './fixture/desk-vendor.ts'

let vendor: DeskVendor
beforeAll(async () => {
  vendor = await deskVendor()
})
afterAll(() => vendor.close())

async function read(destination: Destination, stream: string, more: Partial<SyncOptions> = {}) {
  const source = deskSource(vendor.origin)
  try {
    return await sync({ source, destination, streams: [stream], ...more })
  } finally {
    await source.close()
  }
}

test('the next page’s request is sent before a page is processed, over a reused connection', async () => {
  vendor.tickets.splice(0, Infinity, ...[1, 2, 3, 4].map((id) => ticket(id)))
  vendor.pageSize = 1
  const order: string[] = []
  const sent = (): number => order.push('sent')
  subscribe('undici:client:sendHeaders', sent)
  try {
    await read(memoryDestination().destination, 'tickets', { observers: [{ read: () => order.push('read') }] })
  } finally {
    unsubscribe('undici:client:sendHeaders', sent)
  }
  expect(order).toEqual(['sent', 'sent', 'read', 'sent', 'read', 'sent', 'read', 'read'])
})

/** A destination that takes what was read of each landing, as lines, and says whether it is a log. */
function taking(isLog: boolean) {
  const { destination } = memoryDestination()
  const lines: string[] = []
  const open: Destination['open'] = async (stream) => {
    const writer = await destination.open(stream)
    return {
      ...writer,
      line: ({ id }) => `${String(id)}\n`,
      ...(isLog && { isLog }),
      async land({ records, deletedKeys }) {
        for (const piece of linesOf(records, () => '').pieces()) lines.push(piece.toString())
        for (const { id } of deletedKeys) lines.push(`gone ${String(id)}\n`)
      },
    }
  }
  return { destination: { ...destination, open }, text: () => lines.join('') }
}

test.each([
  ['short', 1],
  ['long', 100],
])('a repeated %s cursor ends the reading', async (_, length) => {
  vendor.fault = ({ query }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const next = query['after']?.startsWith('p') ? 'q' : 'p'
    response.end(JSON.stringify({ data: [], next: next.repeat(length) }))
    return true
  }
  const { streams } = await read(memoryDestination().destination, 'tickets')
  vendor.fault = undefined
  expect(streams[0]!.error).toMatchObject({
    code: 'contract_violation',
    message: expect.stringContaining('earlier cursor again') as unknown,
  })
})

test('a log keeps repeated keys where no key can be deleted; any other batch has each key once', async () => {
  const at = (id: number): string => ticket(id).updated_at
  vendor.tickets.splice(
    0,
    Infinity,
    ticket(1),
    ticket(2),
    ticket(1, { updated_at: at(3) }),
    ticket(2, { updated_at: at(4), deleted: true }),
  )
  vendor.pageSize = 10
  // Queues tell no deletions: what the vendor marks as one is a record like any other.
  vendor.fault = ({ path }, response) => {
    if (path !== '/queues') return false
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: [{ id: 'a' }, { id: 'b' }, { id: 'a' }], next: null }))
    return true
  }
  const readAs = async (isLog: boolean, stream: string) => {
    const { destination, text } = taking(isLog)
    const { status } = await read(destination, stream, { mode: 'append_dedup' })
    return `${status}\n${text()}`
  }
  expect(await readAs(true, 'queues')).toBe('succeeded\na\nb\na\n')
  expect(await readAs(false, 'queues')).toBe('succeeded\nb\na\n')
  expect(await readAs(true, 'tickets')).toBe('succeeded\n1\ngone 2\n')
})

test('no page makes a batch larger than its limit', async () => {
  const { source, redact, close } = deskSource(vendor.origin)
  const page = (id: number) => ({ records: [ticket(id)], next: id < 5 ? String(id) : undefined, bytes: 100, waitedMs: 0 })
  const reader: SourceReader = {
    source,
    tenantId: 'acme',
    account: 'default',
    async *pages() {
      for (let id = 1; id <= 5; id++) yield page(id)
    },
    redact,
    close,
  }
  const landed: number[] = []
  const observer: SyncObserver = { landed: (_, { records }) => void landed.push(records.length) }
  const { destination } = memoryDestination()
  await sync({ source: reader, destination, streams: ['tickets'], batch: { bytes: 250 }, observers: [observer] })
  await close()
  expect(landed).toEqual([2, 2, 1])
})
