import { milliseconds, type Severity } from '@portico/core'
import type { Source, Stream } from '@portico/core/streams'
import type { Destination } from '../destination/destination.ts'
import type { StreamState } from '../state/stream-state.ts'

/** How old a stream's landed data may be, and how old it is. */
export interface Freshness {
  readonly stream: string
  readonly owner: string
  readonly severity: Severity
  /** Where it landed: the destination, and its table there. */
  readonly place: string
  /** When the last completed reading had started; undefined where none was. */
  readonly asOf: string | undefined
  /** Milliseconds since then; undefined where nothing was completed. */
  readonly ageMs: number | undefined
  readonly promisedMs: number
  readonly isStale: boolean
}

/** The freshness of each stream of a source that has landed in a destination. */
export async function freshnessIn(
  destination: Destination,
  { streams, tables, vendor }: Source<object>,
  now: number,
): Promise<Freshness[]> {
  const stated = streams as Readonly<Record<string, Stream>>
  const landed = await destination.status()
  return landed.flatMap(({ stream: name, state, owner, table }) => {
    // Only the database knows which tables exist, but the promise for one that has landed is stated here.
    const promised = tables ? { ...tables.every, ...tables.named[name] } : stated[name]?.definition
    if (!promised || owner.connector !== vendor.id) return []
    const { freshness, consumers, owner: answers } = promised
    const { completedAt, pass } = state as StreamState
    const asOf = completedAt ?? undefined
    // A stream that is read for the first time is not late before its promised time has passed.
    const since = asOf ?? pass?.startedAt
    const ageMs = asOf === undefined ? undefined : Math.max(0, now - Date.parse(asOf))
    const promisedMs = milliseconds(freshness)
    return {
      stream: name,
      owner: answers,
      // Graver where customers see the stale data than where only we do.
      severity: consumers.some(({ kind }) => kind === 'report' || kind === 'export') ? 'V2' : 'V1',
      place: `${destination.label} ${table}`,
      asOf,
      ageMs,
      promisedMs,
      isStale: since === undefined || now - Date.parse(since) > promisedMs,
    } as const
  })
}
