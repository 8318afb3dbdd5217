import type { Statement } from '../store/statement.ts'

const columns = `tenant_id, id, source, kind, subject, severity, title, state, occurrences, first_at, last_at, correlation_id,
  causation_id, excepted_until, revision, news`

/** An exception was granted for what was known then: it does not cover anything graver. */
const opensAgain = `excluded.severity > incidents.severity or incidents.state = 'mitigated'
  or (incidents.state = 'excepted' and incidents.excepted_until <= excluded.last_at)`

const again = (later: string): string => `on conflict (tenant_id, kind, subject) where state <> 'closed' do update set
  occurrences = incidents.occurrences + excluded.occurrences,
  last_at = ${later}(incidents.last_at, excluded.last_at),
  severity = ${later}(incidents.severity, excluded.severity),
  title = excluded.title,
  correlation_id = excluded.correlation_id,
  causation_id = excluded.causation_id,
  state = case when ${opensAgain} then 'open' else incidents.state end,
  excepted_until = case when ${opensAgain} then null else incidents.excepted_until end,
  revision = incidents.revision + 1,
  news = case when ${opensAgain} then 1 else 0 end
returning *`

/** Parameters: tenant, id, source, kind, subject, severity, title, occurrences, first at, last at, correlation id, causation id. */
export const upsertIncident: Statement = {
  name: 'incidents-upsert',
  sqlite: `insert into incidents (${columns}) values (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, null, 1, 1) ${again('max')}`,
  postgres: `insert into incidents (${columns})
    select tenant_id, id, source, kind, subject, severity, title, 'open', occurrences, first_at, last_at, correlation_id,
      causation_id, null, 1, 1
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
      $10::bigint[], $11::text[], $12::text[])
      as given (tenant_id, id, source, kind, subject, severity, title, occurrences, first_at, last_at, correlation_id, causation_id)
    ${again('greatest')}`,
}

/** Parameters: state, excepted until, tenant, id, the gravest severity that may be changed so. Returns the changed row. */
export const changeIncident: Statement = {
  name: 'incidents-change',
  sqlite: `update incidents set state = ?, excepted_until = ?, revision = revision + 1
    where tenant_id = ? and id = ? and severity <= ? and state <> 'closed' returning *`,
  postgres: `update incidents set state = given.state, excepted_until = given.until, revision = revision + 1
    from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[]) as given (state, until, tenant_id, id, gravest)
    where incidents.tenant_id = given.tenant_id and incidents.id = given.id and incidents.severity <= given.gravest
      and incidents.state <> 'closed'
    returning incidents.*`,
}

/** Parameters: tenant, incident, revision, change, actor type and id, reason, until, at. */
export const insertChange: Statement = {
  name: 'incident-changes-insert',
  sqlite: `insert into incident_changes (tenant_id, incident_id, revision, change, by_type, by_id, reason, until, at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  postgres: `insert into incident_changes (tenant_id, incident_id, revision, change, by_type, by_id, reason, until, at)
    select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
      $9::bigint[])`,
}
