import { randomUUID } from 'node:crypto'
import type { Actor, IncidentReport, Severity } from '@portico/core'
import type { EventInput } from '@portico/events'
import { type EventToKeep, keepEvents } from '../outbox/keep-events.ts'
import type { Write } from '../store/group-commit.ts'
import type { Value } from '../store/statement.ts'
import type { IncidentChangeKind } from './incident.ts'
import { changedEvent, openedEvent } from './incident-events.ts'
import { changeIncident, insertChange, upsertIncident } from './incident-statements.ts'
import type { IncidentRow } from './incident-tables.ts'

type ToKeep = (event: EventInput) => EventToKeep

/** Counts reports, and publishes an event for an incident that is new, reopened, graver, or seen for the 10th, 100th, … time. */
export function reportWrite(toKeep: ToKeep): Write<IncidentReport, void> {
  return {
    name: 'incidents-1-report',
    async run(session, reports) {
      const same = [...Map.groupBy(reports, keyOf)].toSorted(([one], [other]) => (one < other ? -1 : 1))
      const rows = await session.each<IncidentRow>(
        upsertIncident,
        same.map(([, occurrences]) => valuesOf(occurrences)),
      )
      const counted = new Map(same.map(([key, { length }]) => [key, length]))
      const told = rows.filter((row) => {
        const before = row.occurrences - counted.get(keyOf({ tenantId: row.tenant_id, ...row }))!
        return row.news === 1 || digits(before) < digits(row.occurrences)
      })
      await keepEvents(
        session,
        told.map((row) => toKeep(openedEvent(row))),
      )
      return reports.map(() => undefined)
    },
  }
}

export interface ChangeToMake {
  readonly tenantId: string
  readonly id: string
  readonly change: IncidentChangeKind
  readonly by: Actor
  readonly reason: string
  readonly until: number | undefined
  /** The gravest severity that the change is meant for: an incident that has grown graver since is left alone. */
  readonly gravest: Severity
  readonly at: number
}

/** Answers with the changed incident; undefined if it is missing, closed or too grave. */
export function changeWrite(toKeep: ToKeep): Write<ChangeToMake, IncidentRow | undefined> {
  return {
    name: 'incidents-2-change',
    async run(session, changes) {
      const answers: (IncidentRow | undefined)[] = []
      // Sequential: two changes of one incident are two revisions.
      for (const made of changes) {
        const { tenantId, id, change, by, reason, until, gravest, at } = made
        const [row] = await session.each<IncidentRow>(changeIncident, [[change, until ?? null, tenantId, id, gravest]])
        answers.push(row)
        if (!row) continue
        await session.each(insertChange, [[tenantId, id, row.revision, change, by.type, by.id, reason, until ?? null, at]])
        await keepEvents(session, [toKeep(changedEvent(row, made))])
      }
      return answers
    },
  }
}

function valuesOf(occurrences: readonly IncidentReport[]): Value[] {
  const { tenantId, source, kind, subject, title, correlationId, causationId } = occurrences.at(-1)!
  const severity = occurrences.map((one) => one.severity).reduce((gravest, one) => (one > gravest ? one : gravest))
  const times = occurrences.map(({ at }) => Date.parse(at))
  return [
    tenantId,
    randomUUID(),
    source,
    kind,
    subject,
    severity,
    title.slice(0, 1_000),
    occurrences.length,
    Math.min(...times),
    Math.max(...times),
    correlationId ?? null,
    causationId ?? null,
  ]
}

function keyOf({
  tenantId,
  kind,
  subject,
}: {
  readonly tenantId: string
  readonly kind: string
  readonly subject: string
}): string {
  return JSON.stringify([tenantId, kind, subject])
}

function digits(count: number): number {
  return count === 0 ? 0 : String(count).length
}
