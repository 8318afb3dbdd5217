import { randomUUID } from 'node:crypto'
import { isConnectorError } from '@portico/core'
import type { CursorValue } from '../cursor/cursor-value.ts'
import type { Destination, LandingMode } from '../destination/destination.ts'
import type { SourceReader } from '../source/source-reader.ts'
import { SyncError } from '../sync-error.ts'
import { Leaving } from './leaving.ts'
import type { RunStart, SyncGate, SyncObserver } from './observer.ts'
import { planStreams, type StreamPlan } from './plan.ts'
import { reportedError, type RunReport, type StreamReport } from './report.ts'
import { runStream, type StreamRun } from './run-stream.ts'
import { StreamProgress } from './stream-progress.ts'

/** What is read, where it lands, and how. */
export interface SyncOptions {
  readonly source: SourceReader
  readonly destination: Destination
  /** Names of the source's streams, in the order to read them. */
  readonly streams: readonly string[]
  /** The sync owner's settings; each stream takes those that it states. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Default: `append_dedup` where the vendor can filter by the cursor, else `overwrite`. */
  readonly mode?: LandingMode
  /** Default `hard`. */
  readonly deletes?: 'hard' | 'soft'
  /** Default: the stream's own. */
  readonly schemaChanges?: 'evolve' | 'freeze' | 'discard'
  /** Ignores the saved cursors and any open pass, and reads everything again. */
  readonly full?: boolean
  /** Reads only what the cursor puts in `[from, to)`, and moves no cursor. */
  readonly range?: { readonly from?: CursorValue; readonly to?: CursorValue }
  /** Slices to read concurrently. Default 4. */
  readonly concurrency?: number
  /** When to land what was read: after this many rows, bytes of responses, or milliseconds. Default 20,000, 6 MiB, 15 s. */
  readonly batch?: { readonly rows?: number; readonly bytes?: number; readonly ms?: number }
  readonly signal?: AbortSignal
  /** Called after each page: true ends the run as `paused`, once what was read has landed. */
  readonly pauseWhen?: (report: StreamReport) => boolean
  /** Default: a new one. It names the passes that the run starts, so that a completed one is not read again under the same id. */
  readonly runId?: string
  /** The report of this run when it was paused. Streams that ended are left as they are; the others keep counting from it. */
  readonly continues?: RunReport
  readonly observers?: readonly SyncObserver[]
  readonly gates?: readonly SyncGate[]
}

const defaultBatch = { rows: 20_000, bytes: 6 * 1_048_576, ms: 15_000 } as const

/**
 * Syncs streams of a source to a destination. A failing stream does not keep the others from being read: the report has the
 * result of each. Throws a SyncError for invalid options, before anything is read.
 */
export async function sync(options: SyncOptions): Promise<RunReport> {
  const { source, destination, observers = [], gates = [], settings = {} } = options
  const { continues } = options
  const plans = planStreams(source.source, options.streams, options)
  check(plans, options)
  const start: RunStart = {
    runId: options.runId ?? continues?.runId ?? randomUUID(),
    connector: source.source.vendor.id,
    connectorVersion: source.source.version,
    tenantId: source.tenantId,
    account: source.account,
    destination: { kind: destination.kind, label: destination.label },
    streams: plans,
    startedAt: continues?.startedAt ?? new Date().toISOString(),
    continued: new Map(continues?.streams.map((stream) => [stream.stream, stream])),
  }
  const started = performance.now()
  const run: StreamRun = {
    start,
    source,
    destination,
    settings,
    pauseWhen: options.pauseWhen ?? (() => false),
    full: options.full ?? false,
    range: options.range,
    concurrency: options.concurrency ?? 4,
    batch: { ...defaultBatch, ...options.batch },
    signal: options.signal ?? new AbortController().signal,
    observers,
    gates,
  }
  for (const observer of observers) await observer.runStarted?.(start)
  const streams: StreamReport[] = []
  for (const plan of plans) {
    const earlier = continues?.streams.find(({ stream }) => stream === plan.name)
    if (earlier?.status === 'succeeded' || earlier?.status === 'failed') streams.push(earlier)
    else if (!streams.some(({ status }) => status === 'paused')) streams.push(await oneStream(run, plan, earlier))
    else if (earlier) streams.push(earlier)
  }
  const { streams: _plans, continued: _continued, ...facts } = start
  const statuses = new Set(streams.map(({ status }) => status))
  const report: RunReport = {
    ...facts,
    status: worst(statuses),
    durationMs: (continues?.durationMs ?? 0) + Math.round(performance.now() - started),
    streams,
  }
  await tellEnd(observers, report, start)
  return report
}

async function tellEnd(observers: readonly SyncObserver[], report: RunReport, start: RunStart): Promise<void> {
  const failures: unknown[] = []
  for (const observer of observers) {
    try {
      await observer.runEnded?.(report, start)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 1) throw new AggregateError(failures, 'several observers of a run failed at its end')
  if (failures.length === 1) throw failures[0]
}

/** A paused run continues, so its failures are reported at its end. */
function worst(statuses: ReadonlySet<StreamReport['status']>): RunReport['status'] {
  for (const status of ['cancelled', 'paused', 'failed'] as const) if (statuses.has(status)) return status
  return 'succeeded'
}

async function oneStream(run: StreamRun, plan: StreamPlan, earlier: StreamReport | undefined) {
  const { start } = run
  const progress = new StreamProgress(plan, earlier)
  for (const observer of run.observers) await observer.streamStarted?.(plan, start)
  try {
    run.signal.throwIfAborted()
    progress.status = await runStream(run, plan, progress)
  } catch (error) {
    progress.status = endedAs(error, run.signal)
    if (progress.status !== 'paused') {
      const cancelled = `${plan.name}: cancelled; the next run continues from here`
      const told = progress.status === 'cancelled' ? new SyncError('cancelled', cancelled) : error
      progress.error = reportedError(run.source.redact(told))
    }
  }
  const report = progress.report()
  for (const observer of run.observers) await observer.streamEnded?.(plan, report, start)
  return report
}

/**
 * A cancelled run is unwanted, so its failures don't matter. One that is left continues elsewhere, so its own failure is reported
 * right away.
 */
function endedAs(error: unknown, { aborted, reason }: AbortSignal): 'paused' | 'cancelled' | 'failed' {
  const stopped = (aborted && error === reason) || (isConnectorError(error) && error.code === 'cancelled')
  if (reason instanceof Leaving) return stopped ? 'paused' : 'failed'
  return aborted || stopped ? 'cancelled' : 'failed'
}

function check(plans: readonly StreamPlan[], { range, full }: SyncOptions): void {
  if (!range) return
  for (const { name, definition, mode } of plans) {
    if (!definition.cursor) throw new SyncError('invalid_options', `${name}: it has no cursor to take a range of`)
    if (mode === 'overwrite' || full) {
      throw new SyncError('invalid_options', `${name}: a range adds to a table and can't replace it: state mode append_dedup`)
    }
  }
}
