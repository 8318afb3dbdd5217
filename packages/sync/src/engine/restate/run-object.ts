import { handlers, object, type ObjectContext, type ObjectSharedContext } from '@restatedev/restate-sdk'
import type { RunReport } from '../../run/report.ts'
import { hasEnded, type SyncJob } from '../engine.ts'
import { resumed } from '../run-step.ts'
import { jsonSerde } from './json-serde.ts'
import { released, type ReleaseInput, type RunRecord } from './run-record.ts'

interface Kept {
  readonly run: RunRecord
}
type Context = ObjectContext<Kept>

export interface StartInput {
  readonly job: SyncJob
  readonly schedule: string | null
  readonly lane: string
}

/** A run: its job, its progress, and what its owner wants. Its handlers are short; the lane does the work. */
export const runObject = object({
  name: 'PorticoRun',
  handlers: {
    async start(context: Context, { job, schedule, lane }: StartInput): Promise<void> {
      if (await context.get('run')) return
      const createdAt = new Date(await context.date.now()).toISOString()
      const fresh = { state: 'queued', attempt: 0, steps: 0, report: null, error: null, wanted: null, retries: 0 } as const
      context.set('run', { id: context.key, job, schedule, lane, createdAt, ...fresh })
      queue(context, lane, 0)
    },
    /** Hands the run to the lane that asks; null where there is nothing to do. */
    async take(context: Context): Promise<RunRecord | null> {
      const run = await context.get('run')
      if (run?.state !== 'queued') return null
      const taken: RunRecord = { ...run, state: 'running', attempt: run.attempt + 1 }
      context.set('run', taken)
      return taken
    },
    /** Records a step, and returns whether the run goes on. */
    async stepped(
      context: Context,
      { attempt, report }: { readonly attempt: number; readonly report: RunReport },
    ): Promise<RunRecord['wanted'] | 'gone'> {
      const run = await context.get('run')
      if (run?.state !== 'running' || run.attempt !== attempt) return 'gone'
      context.set('run', { ...run, steps: run.steps + 1, report })
      return run.wanted
    },
    async release(context: Context, release: ReleaseInput): Promise<void> {
      const run = await context.get('run')
      if (run?.state !== 'running' || run.attempt !== release.attempt) return
      const after = released(run, release)
      context.set('run', after)
      if (after.state === 'queued') queue(context, run.lane, release.inMs ?? 0)
    },
    async want(context: Context, wanted: 'pause' | 'cancel'): Promise<boolean> {
      const run = await context.get('run')
      if (!run || hasEnded(run.state) || (run.state === 'paused' && wanted === 'pause')) return false
      const waits = run.state !== 'running'
      context.set('run', waits ? { ...run, state: wanted === 'pause' ? 'paused' : 'cancelled' } : { ...run, wanted })
      return true
    },
    async resume(context: Context): Promise<boolean> {
      const run = await context.get('run')
      if (!run || run.state === 'queued' || run.state === 'running' || run.state === 'succeeded') return false
      context.set('run', { ...run, state: 'queued', error: null, retries: 0, report: run.report ? resumed(run.report) : null })
      queue(context, run.lane, 0)
      return true
    },
    look: handlers.object.shared(async (context: ObjectSharedContext<Kept>): Promise<RunRecord | null> => context.get('run')),
  },
})

function queue(context: Context, lane: string, delay: number): void {
  context.genericSend({
    service: 'PorticoLane',
    method: 'work',
    key: lane,
    parameter: context.key,
    delay,
    inputSerde: jsonSerde,
  })
}
