import type { Incident, IncidentChange } from '@portico/governance'
import type { Output } from '../terminal/output.ts'
import type { Style } from '../terminal/style.ts'
import { alignedRows, listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** One line per incident. */
export function incidentsTable(incidents: readonly Incident[], { style, width }: Output): readonly string[] {
  const rows = incidents.map((each) => [
    style.bold(each.id),
    paintSeverity(each, style),
    each.state,
    String(each.occurrences),
    timeText(each.lastAt),
    oneLine(`${each.kind} ${each.subject}`),
    oneLine(each.title),
  ])
  return listing(['incident', 'class', 'state', 'times', 'last', 'what', 'title'], rows, { width, style })
}

/** Everything known about one incident, and its history. */
export function incidentLines(
  incident: Incident,
  changes: readonly IncidentChange[],
  { style, width }: Output,
): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['title', incident.title],
    ['class', paintSeverity(incident, style)],
    ['state', incident.state],
    ['excepted until', incident.exceptedUntil === undefined ? undefined : timeText(incident.exceptedUntil)],
    ['what', `${incident.kind} ${incident.subject}, told by ${incident.source}`],
    ['times', String(incident.occurrences)],
    ['first', timeText(incident.firstAt)],
    ['last', timeText(incident.lastAt)],
    ['business event', incident.correlationId],
    ['caused by', incident.causationId],
  ]
  const shown = facts.flatMap(([name, value]) => (value === undefined ? [] : [[style.dim(name), oneLine(value)]]))
  const history = changes.map(({ at, by, change, reason, until }) => {
    const limit = until === undefined ? '' : ` until ${timeText(until)}`
    return [style.dim(timeText(at)), oneLine(`${change}${limit} by ${by.type} ${by.id}: ${reason}`)]
  })
  return [
    style.bold(incident.id),
    ...alignedRows(shown, { width, last: 'wrap' }),
    ...(history.length === 0 ? [] : ['', ...alignedRows(history, { width, last: 'wrap' })]),
  ]
}

/** For `--json`: times as RFC 3339, as everywhere in it. */
export function incidentDocument({ firstAt, lastAt, exceptedUntil, ...incident }: Incident): object {
  const until = exceptedUntil === undefined ? {} : { exceptedUntil: timeText(exceptedUntil) }
  return { ...incident, firstAt: timeText(firstAt), lastAt: timeText(lastAt), ...until }
}

export function changeDocument({ at, until, ...change }: IncidentChange): object {
  return { ...change, at: timeText(at), ...(until !== undefined && { until: timeText(until) }) }
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}

function paintSeverity({ severity, state }: Incident, style: Style): string {
  if (state !== 'open') return style.dim(severity)
  if (severity === 'V3' || severity === 'V2') return style.red(severity)
  return severity === 'V1' ? style.yellow(severity) : severity
}
