import { Cron } from 'croner'
import { SyncError } from '../sync-error.ts'
import type { Schedule } from './engine.ts'

/**
 * The next time of a schedule after `now`, in epoch ms. Throws a SyncError for an invalid cron expression, or one that never
 * occurs.
 */
export function nextTime({ name, cron, timezone = 'UTC' }: Pick<Schedule, 'name' | 'cron' | 'timezone'>, now: number): number {
  let next: Date | null
  try {
    next = new Cron(cron, { timezone }).nextRun(new Date(now))
  } catch (error) {
    throw new SyncError('invalid_options', `schedule ${name}: ${(error as Error).message}`, { cause: error })
  }
  if (!next) throw new SyncError('invalid_options', `schedule ${name}: '${cron}' never comes`)
  return next.getTime()
}
