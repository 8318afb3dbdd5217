import { object, type ObjectContext, TerminalError } from '@restatedev/restate-sdk'
import type { RunReport } from '../../run/report.ts'
import { type OpenJob, type OpenedJob, type SyncJob } from '../engine.ts'
import { mayPass, resumed, retried, type Retrying, runStep, type StepSize } from '../run-step.ts'
import type { ReleaseInput, RunRecord } from './run-record.ts'
import { runObject } from './run-object.ts'

/** Steps per invocation. Its journal is replayed whenever a worker takes it over, so it must not grow forever. */
const stepsAtOnce = 50

export interface LaneOptions {
  readonly open: OpenJob
  readonly step: StepSize
  readonly retrying: Retrying
  /** Aborted when the worker stops: another one repeats the step. */
  readonly closing: AbortSignal
}

type Stepped = { readonly report: RunReport } | { readonly error: string }

/** Carries out the runs of a connector and tenant, one after the other: an object has one exclusive handler at a time. */
export function laneObject(options: LaneOptions) {
  return object({
    name: 'PorticoLane',
    handlers: {
      async work(context: ObjectContext, id: string): Promise<void> {
        const run = context.objectClient(runObject, id)
        const taken = await run.take()
        if (!taken) return
        const release = async (end: Omit<ReleaseInput, 'attempt'>): Promise<void> =>
          run.release({ attempt: taken.attempt, ...end })
        let before = taken.report ?? undefined
        for (let step = 0; ; step++) {
          const stepped = await inOneStep(context, () => doStep(options, id, taken.job, before))
          if ('error' in stepped) return release({ state: 'failed', error: stepped.error })
          const { report } = stepped
          if (report.status !== 'paused') return release(endOf(report, taken, options.retrying))
          const wanted = await run.stepped({ attempt: taken.attempt, report })
          if (wanted === 'gone') return
          if (wanted !== null) return release({ state: wanted === 'pause' ? 'paused' : 'cancelled', report })
          if (step >= stepsAtOnce) return release({ state: 'queued', report })
          before = report
        }
      },
    },
    options: {
      // A step reports nothing until it ends, and one that reads a parent's slices may take minutes.
      inactivityTimeout: { minutes: 15 },
      abortTimeout: { minutes: 15 },
      journalRetention: { hours: 1 },
      retryPolicy: { initialInterval: 200, maxInterval: { seconds: 5 }, exponentiationFactor: 2 },
    },
  })
}

/** A step that throws is repeated: by then its destination may be free, or another worker there. */
async function inOneStep(context: ObjectContext, work: () => Promise<Stepped>): Promise<Stepped> {
  try {
    return await context.run('step', work, {
      initialRetryInterval: 500,
      maxRetryInterval: { seconds: 10 },
      maxRetryDuration: { minutes: 10 },
    })
  } catch (error) {
    if (error instanceof TerminalError) return { error: error.message }
    throw error
  }
}

async function doStep(
  { open, step, closing }: LaneOptions,
  runId: string,
  job: SyncJob,
  before: RunReport | undefined,
): Promise<Stepped> {
  let opened: OpenedJob | undefined
  try {
    opened = await open(job)
    const report = await runStep(opened, job, { runId, before, size: step, signal: closing })
    // What was read has landed; another worker will record that the step ended.
    closing.throwIfAborted()
    return { report: report.status === 'cancelled' ? resumed(report) : report }
  } catch (error) {
    const passing = closing.aborted || mayPass(error)
    const message = error instanceof Error ? error.message : String(error)
    const told = opened?.source.redact(message) ?? message
    if (passing) throw new Error(told, { cause: error })
    return { error: told }
  } finally {
    await opened?.close()
  }
}

function endOf(report: RunReport, { retries, wanted }: RunRecord, retrying: Retrying): Omit<ReleaseInput, 'attempt'> {
  const again = report.status === 'failed' && wanted === null ? retried(report, retries, retrying) : undefined
  if (again) return { state: 'queued', report: again.report, inMs: again.waitMs, retries: retries + 1 }
  return { state: report.status, report }
}
