import type { Statement } from '../store/statement.ts'

/** Parameters: sink, entity, tenant, event id, type, event, published at. */
export const insertEvent: Statement = {
  name: 'outbox-insert',
  row: '(?, ?, ?, ?, ?, ?, ?)',
  sqlite: `insert into outbox (sink, entity, tenant_id, event_id, type, event, published_at) values (?, ?, ?, ?, ?, ?, ?)
    on conflict (tenant_id, sink, event_id) do nothing`,
  postgres: `insert into outbox (sink, entity, tenant_id, event_id, type, event, published_at)
    select sink, entity, tenant_id, event_id, type, event, published_at
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[]) with ordinality
      as given (sink, entity, tenant_id, event_id, type, event, published_at, number)
    order by number
    on conflict (tenant_id, sink, event_id) do nothing`,
}

/** Parameters: sink, entity, tenant, event id, type, event, published at, code, reason, attempts, dead at. */
export const insertDeadLetter: Statement = {
  name: 'dead-letters-insert',
  sqlite: `insert into dead_letters
      (sink, entity, tenant_id, event_id, type, event, published_at, code, reason, attempts, dead_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, sink, event_id) do nothing`,
  postgres: `insert into dead_letters
      (sink, entity, tenant_id, event_id, type, event, published_at, code, reason, attempts, dead_at)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[],
      $9::text[], $10::integer[], $11::bigint[])
    on conflict (tenant_id, sink, event_id) do nothing`,
}

/** Parameters: position. Any relay may delete what it delivered: a delivered event is delivered. */
export const deleteEvent: Statement = {
  name: 'outbox-delete',
  sqlite: 'delete from outbox where position = ?',
  postgres: 'delete from outbox where position in (select unnest($1::bigint[]))',
}

/** Parameters: sink, entity, holder, until, now. Returns the entities that the holder now has. */
export const takeLease: Statement = {
  name: 'outbox-leases-take',
  sqlite: `insert into outbox_leases (sink, entity, holder, until) values (?, ?, ?, ?)
    on conflict (sink, entity) do update set holder = excluded.holder, until = excluded.until where outbox_leases.until <= ?
    returning sink, entity, holder, failures`,
  // Entities are passed in sorted order, so that all relays lock them alike.
  postgres: `insert into outbox_leases (sink, entity, holder, until)
    select sink, entity, holder, until from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
      as given (sink, entity, holder, until, now)
    on conflict (sink, entity) do update set holder = excluded.holder, until = excluded.until
      where outbox_leases.until <= (select max(now) from unnest($5::bigint[]) as given (now))
    returning sink, entity, holder, failures`,
}

/** Parameters: until, sink, entity, holder. Returns the leases still held. */
export const renewLease: Statement = {
  name: 'outbox-leases-renew',
  sqlite: 'update outbox_leases set until = ? where sink = ? and entity = ? and holder = ? returning sink, entity',
  postgres: `update outbox_leases set until = given.until
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as given (until, sink, entity, holder)
    where outbox_leases.sink = given.sink and outbox_leases.entity = given.entity and outbox_leases.holder = given.holder
    returning outbox_leases.sink, outbox_leases.entity`,
}

/** Parameters: sink, entity, holder. */
export const endLease: Statement = {
  name: 'outbox-leases-end',
  sqlite: 'delete from outbox_leases where sink = ? and entity = ? and holder = ?',
  postgres: `delete from outbox_leases using unnest($1::text[], $2::text[], $3::text[]) as given (sink, entity, holder)
    where outbox_leases.sink = given.sink and outbox_leases.entity = given.entity and outbox_leases.holder = given.holder`,
}

/** Parameters: until, failures, sink, entity, holder. No relay takes the entity before then. */
export const postponeEntity: Statement = {
  name: 'outbox-leases-postpone',
  sqlite: `update outbox_leases set until = ?, failures = ?, holder = '' where sink = ? and entity = ? and holder = ?`,
  postgres: `update outbox_leases set until = given.until, failures = given.failures, holder = ''
    from unnest($1::bigint[], $2::integer[], $3::text[], $4::text[], $5::text[]) as given (until, failures, sink, entity, holder)
    where outbox_leases.sink = given.sink and outbox_leases.entity = given.entity and outbox_leases.holder = given.holder`,
}

/** Parameters: attempts, position. */
export const countAttempts: Statement = {
  name: 'outbox-count-attempts',
  sqlite: 'update outbox set attempts = ? where position = ?',
  postgres: `update outbox set attempts = given.attempts from unnest($1::integer[], $2::bigint[]) as given (attempts, position)
    where outbox.position = given.position`,
}
