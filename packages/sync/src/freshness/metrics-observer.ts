import type { Telemetry } from '@portico/core'
import { guardedTelemetry } from '@portico/core/definition'
import type { Destination } from '../destination/destination.ts'
import type { SyncObserver } from '../run/observer.ts'
import type { StreamReport } from '../run/report.ts'
import type { SourceReader } from '../source/source-reader.ts'
import { isSyncError } from '../sync-error.ts'
import { type Freshness, freshnessIn } from './freshness.ts'
import { type FreshnessSinks, tellFreshness } from './tell-freshness.ts'

export interface MetricsObserverOptions extends FreshnessSinks {
  readonly source: Pick<SourceReader, 'source'>
  readonly destination: Destination
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}

/**
 * Measures what a sync moves, and how fresh its streams are when it ends: a stream older than promised opens an incident, and so
 * does one that the vendor announces will end.
 */
export function metricsObserver(options: MetricsObserverOptions): SyncObserver {
  const { source, destination, incidents, now = () => Date.now() } = options
  const telemetry = guardedTelemetry(options.telemetry)
  const read = new Map<string, number>()
  const measure: NonNullable<Telemetry['measure']> = (metric, value, attributes) =>
    telemetry?.measure?.(metric, value, attributes)
  const connector = source.source.vendor.id
  const place = { 'portico.connector': connector, 'portico.destination': destination.kind }
  const tellBytes = (stream: string, bytes: number): void => {
    const before = read.get(stream) ?? 0
    if (bytes > before)
      measure('portico.sync.bytes', bytes - before, { 'portico.connector': connector, 'portico.stream': stream })
    read.set(stream, bytes)
  }
  const freshnessUnlessAway = async (at: number, streams: readonly StreamReport[]): Promise<Freshness[]> => {
    try {
      return await freshnessIn(destination, source.source, at)
    } catch (error) {
      // The report says so already, and that the run may be retried.
      if (isSyncError(error) && streams.some((stream) => stream.error?.code === 'destination_unavailable')) return []
      throw error
    }
  }
  return {
    streamStarted({ name }, { continued }) {
      read.set(name, continued.get(name)?.bytes ?? 0)
    },
    landed({ name }, { records, deletedKeys }, { bytes }) {
      const rows = records.length + deletedKeys.length
      if (rows > 0) measure('portico.sync.rows', rows, { ...place, 'portico.stream': name })
      tellBytes(name, bytes)
    },
    async streamEnded({ name }, { bytes, schemaChanges, ending }, { continued, tenantId }) {
      tellBytes(name, bytes)
      for (const { outcome } of schemaChanges.slice(continued.get(name)?.schemaChanges.length)) {
        measure('portico.sync.schema_changes', 1, {
          'portico.connector': connector,
          'portico.stream': name,
          'portico.outcome': outcome,
        })
      }
      // In a run of several steps, the first one that saw it has reported it.
      if (ending === undefined || continued.get(name)?.ending !== undefined) return
      const subject = `${connector}.${name}`
      await incidents?.report({
        tenantId,
        source: 'connector',
        kind: 'stream_ending',
        subject,
        severity: 'V0',
        title: `${subject}: ${ending}`,
        at: new Date(now()).toISOString(),
      })
    },
    async runEnded({ status, durationMs, tenantId, streams }) {
      if (status === 'paused') return
      measure('portico.sync.runs', 1, { ...place, 'portico.outcome': status })
      measure('portico.sync.duration', durationMs / 1_000, { ...place, 'portico.outcome': status })
      const endedAt = now()
      const names = new Set(streams.map(({ stream }) => stream))
      const found = (await freshnessUnlessAway(endedAt, streams)).filter(({ stream }) => names.has(stream))
      await tellFreshness(
        found,
        { tenantId, connector, destination: destination.kind, at: new Date(endedAt).toISOString() },
        { ...options, telemetry },
      )
    },
  }
}
