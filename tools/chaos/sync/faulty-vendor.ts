import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Thing {
  readonly id: number
  readonly box: string
  readonly value: string
  readonly updated_at: string
  readonly deleted: boolean
}

/** A vendor whose things change while they are read, and whose responses fail in every way that responses can. */
export interface FaultyVendor {
  readonly origin: string
  /** All existing things, by id. */
  things(): ReadonlyMap<number, Thing>
  /** Stops the changes, not the faults. */
  settle(): void
  /** Called with each request. */
  asked: () => void
  readonly faults: Readonly<Record<string, number>>
  close(): Promise<void>
}

export const boxes = ['a', 'b', 'c', 'd', 'e'] as const

const pageSize = 40
const start = Date.UTC(2026, 0, 1)

export async function faultyVendor(count: number, random: () => number): Promise<FaultyVendor> {
  const all = new Map<number, Thing>()
  const faults: Record<string, number> = {}
  let now = 0
  let changing = true
  const put = (id: number, deleted: boolean): void => {
    // Several things share a timestamp, as with vendors that round to seconds.
    if (random() < 0.4) now++
    const updated = new Date(start + now * 1_000).toISOString()
    all.set(id, { id, box: boxes[id % boxes.length]!, value: `${id} at ${now}.${random()}`, updated_at: updated, deleted })
  }
  for (let id = 1; id <= count; id++) put(id, false)
  const change = (): void => {
    const chosen = 1 + Math.floor(random() * all.size)
    put(random() < 0.3 ? all.size + 1 : chosen, random() < 0.2)
  }

  const server = createServer((request, response) => {
    vendor.asked()
    if (changing && random() < 0.2) change()
    const url = new URL(request.url!, 'http://vendor')
    const [after, since] = [url.searchParams.get('after'), url.searchParams.get('since')]
    const kind = faultOf(random, after)
    if (kind !== undefined) faults[kind] = (faults[kind] ?? 0) + 1
    if (kind === 'limited') return void response.writeHead(429, { 'retry-after': '0' }).end('{}')
    if (kind === 'failed') return void response.writeHead(500).end('{}')
    const box = /^\/boxes\/(\w+)$/.exec(url.pathname)?.[1]
    const page = url.pathname === '/all' ? byId([...all.values()], after) : byTime([...all.values()], box, since, after)
    const next = kind === 'repeated' ? after : page.next
    send(response, JSON.stringify({ data: page.records, next }), kind)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const vendor: FaultyVendor = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    things: () => all,
    settle() {
      changing = false
    },
    asked: () => undefined,
    faults,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return vendor
}

function faultOf(random: () => number, after: string | null): string | undefined {
  const dice = random()
  if (dice < 0.015) return 'limited'
  if (dice < 0.03) return 'failed'
  if (dice < 0.045) return 'truncated'
  if (dice < 0.055) return 'torn'
  return dice < 0.06 && after !== null ? 'repeated' : undefined
}

function send(response: ServerResponse, text: string, kind: string | undefined): void {
  const headers = { 'content-type': 'application/json' }
  if (kind === 'truncated') response.writeHead(200, headers).end(text.slice(0, text.length / 2))
  else if (kind === 'torn') {
    response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(text) })
    response.write(text.slice(0, text.length / 2))
    setImmediate(() => response.destroy())
  } else response.writeHead(200, headers).end(text)
}

interface Page {
  readonly records: readonly object[]
  readonly next: string | null
}

/** Everything that exists; deleted things are absent. */
function byId(things: readonly Thing[], after: string | null): Page {
  const found = things
    .filter((thing) => !thing.deleted && thing.id > Number(after ?? 0))
    .toSorted((one, other) => one.id - other.id)
  const records = found.slice(0, pageSize)
  return { records, next: found.length > pageSize ? String(records.at(-1)!.id) : null }
}

/** Changes in order of time; deleted things leave a tombstone. A page's cursor is a position, so nothing shifts between pages. */
function byTime(things: readonly Thing[], box: string | undefined, since: string | null, after: string | null): Page {
  const place = ({ updated_at, id }: Thing): string => `${updated_at}|${String(id).padStart(8, '0')}`
  const from = Date.parse(since ?? '2000-01-01T00:00:00Z')
  const found = things
    .filter((thing) => (box === undefined || thing.box === box) && Date.parse(thing.updated_at) >= from)
    .filter((thing) => after === null || place(thing) > after)
    .toSorted((one, other) => (place(one) < place(other) ? -1 : 1))
  const page = found.slice(0, pageSize)
  const records = page.map(({ id, updated_at, deleted, ...rest }) =>
    deleted ? { id, updated_at, deleted } : { id, updated_at, ...rest },
  )
  return { records, next: found.length > pageSize ? place(page.at(-1)!) : null }
}
