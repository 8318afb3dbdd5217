import type { RunReport, StreamReport, StreamState, StreamStatus } from '@portico/sync'
import type { Freshness } from '@portico/sync/freshness'
import type { Output } from '../terminal/output.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'
import { freshnessCell } from './freshness-view.ts'
import { failureLine } from './sync-failure.ts'

const number = new Intl.NumberFormat('en')

/** A run for people: a line per stream, and what failed. */
export function runLines(report: RunReport, { style, width }: Pick<Output, 'style' | 'width'>): string[] {
  const rows = report.streams.map((stream) => [
    style.bold(stream.stream),
    stream.status === 'succeeded' ? style.green('done') : style.red(stream.status),
    stream.resumed ? 'resumed' : stream.reading,
    number.format(stream.read),
    number.format(stream.landed),
    number.format(stream.deleted),
    `${(stream.durationMs / 1_000).toFixed(1)} s`,
    String(stream.newest ?? ''),
  ])
  const columns = ['stream', 'status', 'reading', 'read', 'landed', 'deleted', 'time', 'newest']
  return [...listing(columns, rows, { style, width }), ...report.streams.flatMap(remarks)]
}

function remarks({ stream, restarted, misfits, schemaChanges, waitedMs, ending, assertions, error }: StreamReport): string[] {
  const { discarded, evolved, first } = misfits
  return [
    ...(restarted === undefined ? [] : [`${stream}: ${restarted}`]),
    ...schemaChanges.map(
      (change) => `${stream}: column ${oneLine(change.column)} ${change.change} (${change.to}), ${change.outcome}`,
    ),
    ...(discarded > 0 ? [`${stream}: ${number.format(discarded)} records were left out: ${oneLine(first!)}`] : []),
    ...(evolved > 0 ? [`${stream}: ${number.format(evolved)} records landed incomplete: ${oneLine(first!)}`] : []),
    ...(waitedMs >= 1_000 ? [`${stream}: waited ${Math.round(waitedMs / 1_000)} s for the vendor's rate limit`] : []),
    ...(ending === undefined ? [] : [`${stream}: ${ending}`]),
    ...(assertions.length > 0 && !error ? [`${stream}: its checkpoint passed (assertions: ${assertions.length})`] : []),
    ...(error ? [failureLine(stream, error)] : []),
  ]
}

/** The state of each stream, for people. */
export function statusLines(
  streams: readonly StreamStatus[],
  freshness: readonly Freshness[],
  { style, width }: Output,
): string[] {
  const rows = streams.map(({ stream, table, state, updatedAt }) => {
    const { cursor, completedAt, pass, staged } = state as StreamState
    const fresh = freshness.find((one) => one.stream === stream)
    return [
      style.bold(oneLine(stream)),
      pass ? style.yellow('under way') : staged === undefined ? style.green('complete') : style.red('held back'),
      String(cursor ?? ''),
      completedAt ?? 'never',
      fresh ? freshnessCell(fresh, style) : '',
      updatedAt,
      oneLine(table),
    ]
  })
  return listing(['stream', 'status', 'cursor', 'complete as of', 'age', 'moved', 'table'], rows, { style, width })
}
