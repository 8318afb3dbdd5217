import { type IncidentSink, milliseconds, type Severity, type Telemetry } from '@portico/core'
import type { Source, Stream } from '@portico/core/streams'
import type { Destination } from '../destination/destination.ts'
import type { StreamState } from '../state/stream-state.ts'

/** How old what landed of a stream may be, and how old it is. */
export interface Freshness {
  readonly stream: string
  readonly owner: string
  readonly severity: Severity
  /** When the last reading that was completed had started; undefined where none was. */
  readonly asOf: string | undefined
  /** Milliseconds since then; undefined where nothing was completed. */
  readonly ageMs: number | undefined
  readonly promisedMs: number
  readonly isStale: boolean
}

/** How fresh each stream of a source is that has landed in a destination. */
export async function freshnessIn(
  destination: Destination,
  { streams, vendor }: Source<object>,
  now: number,
): Promise<Freshness[]> {
  const stated = streams as Readonly<Record<string, Stream>>
  const landed = await destination.status()
  return landed.flatMap(({ stream: name, state, owner }) => {
    const stream = stated[name]
    if (!stream || owner.connector !== vendor.id) return []
    const { freshness, consumers, owner: answers } = stream.definition
    const asOf = (state as StreamState).completedAt ?? undefined
    const ageMs = asOf === undefined ? undefined : Math.max(0, now - Date.parse(asOf))
    const promisedMs = milliseconds(freshness)
    return {
      stream: name,
      owner: answers,
      // What customers see is late, or only what we look at ourselves.
      severity: consumers.some(({ kind }) => kind === 'report' || kind === 'export') ? 'V2' : 'V1',
      asOf,
      ageMs,
      promisedMs,
      isStale: ageMs === undefined || ageMs > promisedMs,
    } as const
  })
}

export interface FreshnessSinks {
  readonly incidents?: IncidentSink | undefined
  readonly telemetry?: Telemetry | undefined
}

/** Measures each stream's age, and opens an incident for one that is older than it promises. */
export async function tellFreshness(
  found: readonly Freshness[],
  about: { readonly tenantId: string; readonly connector: string; readonly destination: string; readonly at: string },
  { incidents, telemetry }: FreshnessSinks,
): Promise<void> {
  const { tenantId, connector, destination, at } = about
  for (const { stream, severity, ageMs, promisedMs, isStale } of found) {
    const attributes = { 'portico.connector': connector, 'portico.stream': stream, 'portico.destination': destination }
    if (ageMs !== undefined) telemetry?.measure?.('portico.stream.freshness', ageMs / 1_000, attributes)
    if (!isStale) continue
    telemetry?.measure?.('portico.stream.sla_misses', 1, attributes)
    await incidents?.report({
      tenantId,
      source: 'workflow',
      kind: 'stream_stale',
      subject: `${connector}.${stream}`,
      severity,
      title: `${connector}.${stream} is older than the ${duration(promisedMs)} that it promises`,
      at,
    })
  }
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes % 1_440 === 0 ? `${minutes / 1_440} d` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}
