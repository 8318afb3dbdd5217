import type { EngineRun, RunState } from '../engine.ts'

/** The state that a run's object keeps. */
export interface RunRecord extends Omit<EngineRun, 'report' | 'error' | 'schedule'> {
  readonly schedule: string | null
  readonly report: EngineRun['report'] | null
  readonly error: string | null
  readonly wanted: 'pause' | 'cancel' | null
  readonly retries: number
  /** The lane it waits in: runs of one lane go one after the other. */
  readonly lane: string
}

export function runOf({
  schedule,
  report,
  error,
  wanted: _wanted,
  retries: _retries,
  lane: _lane,
  ...run
}: RunRecord): EngineRun {
  return { ...run, schedule: schedule ?? undefined, report: report ?? undefined, error: error ?? undefined }
}

/** How a lane releases a run. */
export interface ReleaseInput {
  readonly attempt: number
  readonly state: RunState
  readonly report?: NonNullable<RunRecord['report']>
  readonly error?: string
  readonly inMs?: number
  readonly retries?: number
}

/**
 * The run after its release: instead of being queued again, it is paused or cancelled where its owner asked for that meanwhile.
 */
export function released(run: RunRecord, { state, report, error, retries }: ReleaseInput): RunRecord {
  const kept = { report: report ?? run.report, error: error ?? null, retries: retries ?? run.retries }
  const wished = run.wanted === 'pause' ? 'paused' : 'cancelled'
  return { ...run, ...kept, state: state === 'queued' && run.wanted !== null ? wished : state, wanted: null }
}
