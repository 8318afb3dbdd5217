import { bearer, ConnectorError, defineVendor } from '@portico/core'
import { defineSource, stream, type StreamCursor } from '@portico/core/streams'
import type { CursorValue, SourceReader } from '@portico/sync'
import * as z from 'zod'

/** A version of a record: when it was changed (epoch ms), and when the vendor shows it. */
export interface Version {
  readonly id: number
  readonly at: number
  readonly seenAt: number
}

/** Of a vendor: how it orders, rounds and filters; all that may be true of one. */
export interface Manners extends Pick<StreamCursor, 'type' | 'precision' | 'boundary' | 'order' | 'state'> {
  readonly lookback: number
  readonly settle: number
  readonly slices: number
  readonly pageSize: number
}

/** What goes wrong in a run: it fails after so many pages, and pages of an earlier one are known no more. */
export interface Faults {
  readonly pages: number
  readonly forgets: boolean
}

const shop = defineVendor({
  id: 'shop',
  title: { en: 'Shop', ar: 'متجر' },
  vendorVersion: '1',
  origins: { api: 'https://shop.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 1 }, sensitivity: 'S1' },
  facts: { source: 'https://shop.example', verifiedAt: '2026-11-28' },
})

/** What the stream states of its cursor. */
export function statedCursor({ type, precision, boundary, order, state, lookback, settle }: Manners) {
  return {
    field: 'at',
    since: 'since',
    type: type!,
    precision,
    boundary,
    order,
    state,
    lookback: `${lookback}s`,
    settle: `${settle}s`,
  } as const
}

function shopSource(manners: Manners) {
  const { type, state, slices } = manners
  const orders = stream(shop, 'GET /orders', {
    summary: 's',
    title: { en: 'Orders', ar: 'طلبات' },
    record: z.object({ id: z.int(), at: type === 'time' ? z.iso.datetime() : z.number(), version: z.int() }),
    primaryKey: ['id'],
    deletes: 'unseen',
    freshness: '1h',
    owner: 'Shop',
    consumers: [],
    sensitivity: 'S1',
    schemaChanges: 'freeze',
    ...(state === 'slice' && {
      slice: z.object({ shelf: z.int() }),
      slices: () => Array.from({ length: slices }, (_, shelf) => ({ shelf })),
    }),
    cursor: statedCursor(manners),
  })
  return defineSource(shop, { version: '1.0.0', streams: { orders } })
}

const units = { ms: 1, s: 1_000, m: 60_000, d: 86_400_000 } as const

/** A stamp as the vendor rounds and writes it. */
export function stampOf({ type, precision }: Manners, ms: number): CursorValue {
  if (type === 'number') return ms
  const rounded = Math.floor(ms / units[precision]) * units[precision]
  return type === 'time' ? new Date(rounded).toISOString() : type === 'epoch-seconds' ? rounded / 1_000 : rounded
}

/** What a stamp stands for, in epoch milliseconds. */
export function timesOf({ type }: Manners): (value: CursorValue) => number {
  return (value) =>
    type === 'time' ? Date.parse(value as string) : type === 'epoch-seconds' ? Number(value) * 1_000 : Number(value)
}

/** The last version of each record that the vendor shows at a time, by id. */
export function shownAt(versions: readonly Version[], now: number): Map<number, { readonly version: number } & Version> {
  const shown = new Map<number, { readonly version: number } & Version>()
  for (const [version, one] of versions.entries()) {
    const before = shown.get(one.id)
    if (one.seenAt <= now && (!before || one.at >= before.at)) shown.set(one.id, { version, ...one })
  }
  return shown
}

/** Reads what the vendor shows at the time of the reading; a list keeps its pages, whatever is changed while they are read. */
export function changingVendor(manners: Manners, versions: readonly Version[], now: () => number) {
  const { boundary, order, slices, pageSize } = manners
  const source = shopSource(manners)
  const comparable = timesOf(manners)
  const lists = new Map<string, readonly object[]>()
  let left = Infinity
  let forgets = false
  let known = 0

  function listed(shelf: number, since: CursorValue | undefined): readonly object[] {
    const found = [...shownAt(versions, now()).values()]
      .filter(({ id }) => id % slices === shelf)
      .map(({ id, at, version }) => ({ id, at: stampOf(manners, at), version }))
      .filter(({ at }) => {
        if (since === undefined) return true
        return boundary === 'inclusive' ? comparable(at) >= comparable(since) : comparable(at) > comparable(since)
      })
    if (order === 'none') return found.toSorted((one, other) => ((one.id * 7) % 11) - ((other.id * 7) % 11))
    const sign = order === 'ascending' ? 1 : -1
    return found.toSorted((one, other) => sign * (comparable(one.at) - comparable(other.at)))
  }

  const failed = (code: 'unavailable' | 'rejected'): ConnectorError =>
    new ConnectorError({
      code,
      message: 'the vendor is away',
      commitState: 'refused',
      retryable: false,
      severity: 'V1',
      operation: 'streams.orders',
      connector: 'shop',
      tenantId: 'acme',
    })

  const reader: SourceReader = {
    source,
    tenantId: 'acme',
    account: 'default',
    async *pages({ slice, since, next }) {
      const [list, first] = next?.split('/') ?? [String(lists.size), '0']
      let index = Number(first)
      if (next === undefined) lists.set(list!, listed((slice as { readonly shelf: number } | undefined)?.shelf ?? 0, since))
      else if (forgets && Number(list) < known) throw failed('rejected')
      for (;;) {
        if (left-- <= 0) throw failed('unavailable')
        const all = lists.get(list!)!
        const to = index + pageSize
        const more = to < all.length
        yield {
          records: structuredClone(all.slice(index, to)),
          next: more ? `${list}/${to}` : undefined,
          bytes: 0,
          waitedMs: 0,
        }
        if (!more) return
        index = to
      }
    },
    redact: (value) => value,
    close: async () => {},
  }
  return {
    reader,
    /** Before each run. */
    behave(faults: Faults | undefined) {
      left = faults?.pages ?? Infinity
      forgets = faults?.forgets ?? false
      known = lists.size
    },
  }
}
