import { reportedError, type RunReport, type StreamReport } from '../run/report.ts'
import { sync, type SyncOptions } from '../run/sync.ts'
import type { OpenedJob, SyncJob } from './engine.ts'

/** When a step ends: after at least this many pages and this many milliseconds. */
export interface StepSize {
  readonly pages: number
  readonly ms: number
}

export const defaultStep: StepSize = { pages: 10, ms: 10_000 }

/** A stream with a parent rereads its parent's pages in each step, so its steps are longer. */
const parentFactor = 30

export interface StepOptions {
  readonly runId: string
  /** The run's report after its last step. */
  readonly before: RunReport | undefined
  readonly size: StepSize
  readonly signal: AbortSignal
  /** True once the run should be left after its current page. */
  readonly leaves?: () => boolean
}

/** Carries out one step of a run and returns the run's report: `paused` where there is more to do. */
export async function runStep(opened: OpenedJob, job: SyncJob, options: StepOptions): Promise<RunReport> {
  const { before, size, signal, leaves = () => false } = options
  const started = performance.now()
  const pagesBefore = new Map(before?.streams.map(({ stream, pages }) => [stream, pages]))
  const ended = new Map<string, number>()
  const isFull = ({ stream, pages }: StreamReport): boolean => {
    ended.set(stream, pages - (pagesBefore.get(stream) ?? 0))
    const factor = hasParent(opened, stream) ? parentFactor : 1
    const done = [...ended.values()].reduce((sum, count) => sum + count, 0)
    return done >= size.pages && performance.now() - started >= size.ms * factor
  }
  return syncJob(opened, job, {
    signal,
    runId: options.runId,
    pauseWhen: (report) => leaves() || isFull(report),
    ...(before && { continues: before }),
  })
}

/** Carries out a job whose source and destination are open. */
export async function syncJob(
  { source, destination, observers = [], gates = [] }: OpenedJob,
  job: SyncJob,
  more: Pick<SyncOptions, 'signal' | 'runId' | 'pauseWhen' | 'continues'> = {},
): Promise<RunReport> {
  const { settings, mode, deletes, schemaChanges, full, range } = job
  return sync({
    source,
    destination,
    observers,
    gates,
    streams: job.streams ?? Object.keys(source.source.streams),
    ...(settings && { settings }),
    ...(mode && { mode }),
    ...(deletes && { deletes }),
    ...(schemaChanges && { schemaChanges }),
    ...(full && { full }),
    ...(range && { range }),
    ...more,
  })
}

function hasParent({ source }: OpenedJob, stream: string): boolean {
  const streams = source.source.streams as Readonly<Record<string, { readonly definition: { readonly parent: unknown } }>>
  return streams[stream]?.definition.parent !== undefined
}

/** How to retry a run whose failures may pass. */
export interface Retrying {
  readonly tries: number
  /** Milliseconds before the second try; doubled for each later one. */
  readonly firstWaitMs: number
}

export const defaultRetrying: Retrying = { tries: 5, firstWaitMs: 1_000 }

/** Milliseconds until the retry of a run that has failed this often; undefined where it has failed for good. */
export function waitBeforeRetry(failures: number, { tries, firstWaitMs }: Retrying): number | undefined {
  return failures + 1 >= tries ? undefined : firstWaitMs * 2 ** failures
}

/** Whether to retry a run whose source or destination could not be opened, because it may be available later. */
export function mayPass(error: unknown): boolean {
  return reportedError(error).retryable
}

/** The report to retry a run from, with only those streams that may succeed then; undefined where it has failed for good. */
export function retried(
  report: RunReport,
  failures: number,
  retrying: Retrying,
): { readonly report: RunReport; readonly waitMs: number } | undefined {
  const passing = report.streams.filter(({ status, error }) => status === 'failed' && error?.retryable === true)
  const waitMs = waitBeforeRetry(failures, retrying)
  if (passing.length === 0 || waitMs === undefined) return undefined
  const asked = passing.map(({ error }) => error!.retryAfterMs ?? 0)
  return { report: goingOn(report, (stream) => passing.includes(stream)), waitMs: Math.max(waitMs, ...asked) }
}

/** The report to resume a run from: streams that did not succeed are read on. */
export function resumed(report: RunReport): RunReport {
  return goingOn(report, ({ status }) => status !== 'succeeded')
}

/** A stream's error stays in its report, so that its next step knows it is a new attempt. */
function goingOn(report: RunReport, reads: (stream: StreamReport) => boolean): RunReport {
  const streams = report.streams.map((stream) => (reads(stream) ? { ...stream, status: 'paused' as const } : stream))
  return { ...report, status: 'paused', streams }
}
