import type { EngineRun } from '../engine.ts'

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
