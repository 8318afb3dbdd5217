import type { StoreContext } from '../store/context.ts'
import type { SqlOutbox } from '../outbox/sql-outbox.ts'
import { type Incident, type IncidentAct, IncidentError, type Incidents, type IncidentState } from './incident.ts'
import type { IncidentRow } from './incident-tables.ts'
import { type ChangeToMake, changeWrite, reportWrite } from './incident-writes.ts'

const live: readonly IncidentState[] = ['open', 'mitigated', 'excepted']

/** Incidents in the store, counted until they are closed. */
export function sqlIncidents(
  { connection: { db }, commits, now }: Pick<StoreContext, 'connection' | 'commits' | 'now'>,
  outbox: Pick<SqlOutbox, 'toKeep'>,
): Incidents {
  const report = reportWrite(outbox.toKeep)
  const change = changeWrite(outbox.toKeep)

  async function find(tenantId: string, id: string): Promise<IncidentRow> {
    const row = await db
      .selectFrom('incidents')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) throw new IncidentError('unknown', `there is no incident ${id} of ${tenantId}: portico incidents list shows them`)
    return row
  }

  async function make(made: Omit<ChangeToMake, 'at'>): Promise<Incident> {
    const { tenantId, id, reason } = made
    if (reason.trim() === '') throw new IncidentError('no_reason', 'give a reason: it must not be empty')
    const changed = await commits.write(change, { ...made, at: now() })
    if (changed) return incidentOf(changed, now())
    const { state, severity } = await find(tenantId, id)
    if (state === 'closed')
      throw new IncidentError('closed', `the incident ${id} is closed: if it happens again, a new one opens`)
    throw new IncidentError('not_exceptable', `the incident ${id} has become ${severity} meanwhile: look at it again`)
  }

  return {
    report: (incident) => commits.write(report, incident),
    async list({ tenantId, states = live, severity = 'V0', limit = 100 }) {
      const rows = await db
        .selectFrom('incidents')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('severity', '>=', severity)
        .where((eb) => {
          const lapsed = eb.and([eb('state', '=', 'excepted'), eb('excepted_until', '<=', now())])
          const asked = eb.and([eb('state', 'in', [...states]), eb.not(lapsed)])
          return states.includes('open') ? eb.or([asked, lapsed]) : asked
        })
        .orderBy('severity', 'desc')
        .orderBy('last_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map((row) => incidentOf(row, now()))
    },
    async find(tenantId, id) {
      const incident = await db
        .selectFrom('incidents')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (!incident) return undefined
      const changes = await db
        .selectFrom('incident_changes')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('incident_id', '=', id)
        .orderBy('revision')
        .execute()
      return {
        incident: incidentOf(incident, now()),
        changes: changes.map(({ change: made, by_type: type, by_id, reason, until, at }) => ({
          change: made,
          by: { type, id: by_id },
          reason,
          until: until ?? undefined,
          at,
        })),
      }
    },
    mitigate: (act) => make({ ...actOf(act), change: 'mitigated', until: undefined, gravest: 'V3' }),
    close: (act) => make({ ...actOf(act), change: 'closed', until: undefined, gravest: 'V3' }),
    async except({ until, ...act }) {
      if (act.by.type !== 'human')
        throw new IncidentError('not_a_person', 'only a person may grant an exception: by.type must be human')
      if (!(until > now())) throw new IncidentError('past', 'an exception must end in the future')
      const { severity } = await find(act.tenantId, act.id)
      if (severity === 'V3')
        throw new IncidentError('not_exceptable', `the incident ${act.id} is V3, which stops a release: mitigate it`)
      return make({ ...actOf(act), change: 'excepted', until, gravest: severity })
    },
  }
}

function actOf({ tenantId, id, by, reason }: IncidentAct): IncidentAct {
  return { tenantId, id, by, reason }
}

function incidentOf(row: IncidentRow, now: number): Incident {
  const { tenant_id, id, source, kind, subject, severity, title, occurrences, first_at, last_at } = row
  const excepted = row.state === 'excepted' && row.excepted_until! > now
  return {
    id,
    tenantId: tenant_id,
    source,
    kind,
    subject,
    severity,
    title,
    state: row.state === 'excepted' && !excepted ? 'open' : row.state,
    occurrences,
    firstAt: first_at,
    lastAt: last_at,
    correlationId: row.correlation_id ?? undefined,
    causationId: row.causation_id ?? undefined,
    exceptedUntil: excepted ? row.excepted_until! : undefined,
  }
}
