import { hash } from 'node:crypto'
import type { SyncJob } from '../engine/engine.ts'
import type { StreamPlan } from '../run/plan.ts'
import { SyncError } from '../sync-error.ts'

/** A period of a stream's past, and how to cut it into ranges. */
export interface Backfill {
  /** The job that reads its ranges: one stream. */
  readonly job: SyncJob
  /** Start (inclusive) and end (exclusive), as `--from` and `--to` give them. */
  readonly from: string
  readonly to: string
  /** Milliseconds of one range. */
  readonly everyMs: number
  /** Tells backfills of the same ranges apart: what was read under one name is not read under it again. */
  readonly name: string
}

/** A range of a backfill, and the run that reads it. */
export interface BackfillRange {
  /** A UUID derived from what is read and where it lands, so that repeating the request gives the same run. */
  readonly id: string
  readonly job: SyncJob
}

const mostRanges = 10_000

/** Cuts a backfill into ranges, in order. Throws a SyncError for a stream or bounds that can't be backfilled. */
export function planBackfill(
  plan: StreamPlan,
  { job, from, to, everyMs, name }: Backfill,
  now: number = Date.now(),
): readonly BackfillRange[] {
  const { cursor } = plan.definition
  const refused = (text: string): SyncError => new SyncError('invalid_options', `${plan.name}: ${text}`, { stream: plan.name })
  const type = cursor?.type ?? 'time'
  if (!cursor) throw refused('it has no cursor to take a range of: read it again with portico sync --full')
  if (type === 'text' || type === 'number') throw refused('its cursor is not a time, and a backfill needs one')
  const [start, end] = [timeOf(from), timeOf(to)]
  if (start === undefined) throw refused(`from: '${from}' is not a time: write 2026-01-31 or 2026-01-31T12:00:00Z`)
  if (end === undefined) throw refused(`to: '${to}' is not a time: write 2026-01-31 or 2026-01-31T12:00:00Z`)
  if (start >= end) throw refused('from is not before to')
  if (end > now) throw refused(`to: '${to}' is in the future: what arrives by then would count as read`)
  if (!(everyMs > 0)) throw refused('every must be more than 0')
  if ((end - start) / everyMs > mostRanges) throw refused(`it would take more than ${mostRanges} ranges: make every longer`)
  const write = (ms: number): string | number => {
    if (type === 'epoch-seconds') return ms / 1_000
    return type === 'epoch-milliseconds' ? ms : new Date(ms).toISOString()
  }
  const ranges: BackfillRange[] = []
  for (let at = start; at < end; at += everyMs) {
    const range = { from: write(at), to: write(Math.min(at + everyMs, end)) }
    const ranged: SyncJob = { ...job, mode: 'append_dedup', range }
    ranges.push({ id: idOf([name, ranged]), job: ranged })
  }
  return ranges
}

/** Epoch ms of a date, or of a time with its zone. */
function timeOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

function idOf(told: unknown): string {
  const hex = hash('sha256', JSON.stringify(told))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
