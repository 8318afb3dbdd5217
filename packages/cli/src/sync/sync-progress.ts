import type { StreamPlan, StreamReport, SyncObserver } from '@portico/sync'
import type { Progress } from '../terminal/progress.ts'

const number = new Intl.NumberFormat('en')

/**
 * Reports a run's progress: records, rate, waits for the vendor's limit and, for streams that go by time, how long it still
 * takes.
 */
export function syncProgress(progress: Progress): SyncObserver {
  let plan: StreamPlan | undefined
  let first: number | undefined
  return {
    streamStarted(started) {
      plan = started
      first = undefined
      progress.update(`${started.name}: opening`)
    },
    waiting(stream, ms) {
      progress.update(`${stream}: waiting ${seconds(ms)} for the vendor's rate limit`)
    },
    read(report) {
      const at = report.newest === undefined ? undefined : plan!.rules?.timeOf(report.newest)
      first ??= at
      progress.update(textOf(report, etaMs(plan!, report, first, at)))
    },
  }
}

function textOf(report: StreamReport, eta: number | undefined): string {
  const { stream, read, durationMs, slices, waitedMs } = report
  const rate = Math.round(read / Math.max(0.001, durationMs / 1_000))
  return [
    `${stream}: ${number.format(read)} records, ${number.format(rate)}/s`,
    ...(slices.known > 1 ? [`${slices.done} of ${slices.known} slices so far`] : []),
    ...(waitedMs >= 1_000 ? [`waited ${seconds(waitedMs)} for the rate limit`] : []),
    ...(eta === undefined ? [] : [`about ${seconds(eta)} left`]),
  ].join(', ')
}

/** An ascending stream goes from its first stamp to now: the distance covered tells how much is left. */
function etaMs(plan: StreamPlan, report: StreamReport, first: number | undefined, at: number | undefined): number | undefined {
  if (plan.definition.cursor?.order !== 'ascending' || first === undefined || at === undefined || at <= first) return undefined
  const share = (at - first) / (Date.now() - first)
  return share > 0 && share < 1 ? (report.durationMs * (1 - share)) / share : undefined
}

function seconds(ms: number): string {
  const whole = Math.ceil(ms / 1_000)
  return whole < 120 ? `${whole} s` : `${Math.ceil(whole / 60)} min`
}
