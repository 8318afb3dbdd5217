import type { EngineRun, RunState, ScheduleStatus } from '@portico/sync/engine'
import type { Output } from '../terminal/output.ts'
import type { Style } from '../terminal/style.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

const number = new Intl.NumberFormat('en')

/** An engine's runs for people, newest first; below them, why some failed. */
export function engineRunLines(runs: readonly EngineRun[], { style, width }: Output): string[] {
  if (runs.length === 0) return []
  const rows = runs.map(({ id, job, state, schedule, createdAt, steps, report }) => [
    id,
    coloured(state, style),
    oneLine(job.connector),
    number.format(report?.streams.reduce((sum, { landed }) => sum + landed, 0) ?? 0),
    number.format(steps),
    createdAt,
    oneLine(job.range ? `${String(job.range.from)} to ${String(job.range.to)}` : (schedule ?? 'by hand')),
  ])
  const columns = ['run', 'state', 'connector', 'landed', 'steps', 'started', 'by']
  return [...listing(columns, rows, { style, width }), ...runs.flatMap(reasons)]
}

function coloured(state: RunState, style: Style): string {
  if (state === 'succeeded') return style.green(state)
  return state === 'failed' ? style.red(state) : state === 'running' || state === 'queued' ? state : style.yellow(state)
}

function reasons({ id, state, error, report }: EngineRun): string[] {
  if (state !== 'failed') return []
  const streams = report?.streams.flatMap((stream) => (stream.error ? [`${stream.stream}: ${stream.error.message}`] : [])) ?? []
  return [...(error === undefined ? [] : [error]), ...streams].map((reason) => oneLine(`${id}: ${reason}`))
}

export function scheduleLines(schedules: readonly ScheduleStatus[], { style, width }: Output): string[] {
  if (schedules.length === 0) return []
  const rows = schedules.map(({ name, cron, timezone, nextAt, job }) => [
    oneLine(name),
    oneLine(cron),
    oneLine(timezone ?? 'UTC'),
    nextAt,
    oneLine(`${job.connector} to ${job.to}`),
  ])
  return listing(['schedule', 'cron', 'timezone', 'next', 'sync'], rows, { style, width })
}
