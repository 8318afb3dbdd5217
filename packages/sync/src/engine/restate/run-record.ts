import type { EngineRun, RunState } from '../engine.ts'

/** What the object of a run keeps. */
export interface RunRecord extends Omit<EngineRun, 'report' | 'error' | 'schedule'> {
  readonly schedule: string | null
  readonly report: EngineRun['report'] | null
  readonly error: string | null
  readonly wanted: 'pause' | 'cancel' | null
  readonly retries: number
  /** Where it waits for its turn: runs of one lane go one after the other. */
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

/** What a lane lets a run go as. */
export interface ReleaseInput {
  readonly attempt: number
  readonly state: RunState
  readonly report?: NonNullable<RunRecord['report']>
  readonly error?: string
  readonly inMs?: number
  readonly retries?: number
}

/** The run after that: one that would go on later rests, or has ended, where its owner wanted so meanwhile. */
export function released(run: RunRecord, { state, report, error, retries }: ReleaseInput): RunRecord {
  const kept = { report: report ?? run.report, error: error ?? null, retries: retries ?? run.retries }
  const wished = run.wanted === 'pause' ? 'paused' : 'cancelled'
  return { ...run, ...kept, state: state === 'queued' && run.wanted !== null ? wished : state, wanted: null }
}
