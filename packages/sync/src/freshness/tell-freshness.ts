import type { IncidentSink, Telemetry } from '@portico/core'
import { guardedTelemetry } from '@portico/core/definition'
import type { Freshness } from './freshness.ts'

/** A stream that keeps its promise: any incident that said otherwise is over. */
export interface FreshAgain {
  readonly tenantId: string
  readonly kind: 'stream_stale'
  readonly subject: string
  /** One sentence for a person. */
  readonly reason: string
}

/** Where stale and fresh streams are reported. */
export interface FreshnessSinks {
  readonly incidents?: IncidentSink | undefined
  /** Called for every fresh stream, whether or not an incident was opened for it. */
  readonly freshAgain?: ((fresh: FreshAgain) => Promise<void>) | undefined
  readonly telemetry?: Telemetry | undefined
}

/** Whose streams they are, and when they were checked. */
export interface FreshnessOf {
  readonly tenantId: string
  readonly connector: string
  /** Kind of the destination. */
  readonly destination: string
  readonly at: string
}

/** Records each stream's age, opens an incident for one that is older than it promises, and reports each one that is fresh. */
export async function tellFreshness(
  found: readonly Freshness[],
  { tenantId, connector, destination, at }: FreshnessOf,
  { incidents, freshAgain, telemetry: given }: FreshnessSinks,
): Promise<void> {
  const telemetry = guardedTelemetry(given)
  for (const { stream, severity, place, asOf, ageMs, promisedMs, isStale } of found) {
    const name = `${connector}.${stream}`
    // A stream may be stale in one place and fresh in another.
    const subject = `${name} in ${place}`
    const attributes = { 'portico.connector': connector, 'portico.stream': stream, 'portico.destination': destination }
    if (ageMs !== undefined) telemetry?.measure?.('portico.stream.freshness', ageMs / 1_000, attributes)
    if (!isStale) {
      if (asOf === undefined) continue
      const reason = `${name} is fresh again, as of ${asOf}`
      await freshAgain?.({ tenantId, kind: 'stream_stale', subject, reason })
      continue
    }
    telemetry?.measure?.('portico.stream.sla_misses', 1, attributes)
    const title = `${name} is older than the ${duration(promisedMs)} that it promises`
    await incidents?.report({ tenantId, source: 'workflow', kind: 'stream_stale', subject, severity, title, at })
  }
}

/** A time for people, in the largest unit that leaves nothing over: `2 d`, `90 min`. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes % 1_440 === 0 ? `${minutes / 1_440} d` : minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}
