import { type Kysely, sql } from 'kysely'
import type { StoreContext } from '../store/context.ts'
import type { Database } from '../store/database.ts'
import type { WaitingEvents } from './outbox.ts'
import { bury, delivered, end, postpone, renew, take } from './outbox-writes.ts'

export function sqlWaitingEvents({
  connection: { db },
  commits,
  now,
}: Pick<StoreContext, 'connection' | 'commits' | 'now'>): WaitingEvents {
  return {
    now,
    async take({ sink, after, most, holder, until }) {
      const entities = await freeEntities(db, sink, after, most, now())
      const asked = entities.map(async (entity) => commits.write(take, { sink, entity, holder, until, now: now() }))
      return (await Promise.all(asked)).filter((lease) => lease !== undefined)
    },
    async next({ sink, entity }, most) {
      const waiting = db.selectFrom('outbox').selectAll().where('sink', '=', sink).where('entity', '=', entity)
      const rows = await waiting.orderBy('position').limit(most).execute()
      return rows.map(({ tenant_id: tenantId, event_id: eventId, published_at: publishedAt, ...row }) => ({
        ...row,
        tenantId,
        eventId,
        publishedAt,
      }))
    },
    renew: (lease, until) => commits.write(renew, { lease, until }),
    delivered: ({ position }) => commits.write(delivered, position),
    bury: (event, burial) => commits.write(bury, { event, ...burial, at: now() }),
    postpone: (lease, postponement) => commits.write(postpone, { lease, ...postponement }),
    end: (lease) => commits.write(end, lease),
  }
}

/** Jumps from entity to entity in the index, so that a long queue costs no more than a short one. */
async function freeEntities(
  db: Kysely<Database>,
  sink: string,
  after: string,
  most: number,
  now: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly entity: string }>`
    with recursive heads (entity) as (
      select min(entity) from outbox where sink = ${sink} and entity > ${after}
      union all
      select (select min(outbox.entity) from outbox where outbox.sink = ${sink} and outbox.entity > heads.entity)
      from heads where heads.entity is not null
    )
    select entity from heads
    where entity is not null and not exists (
      select 1 from outbox_leases
      where outbox_leases.sink = ${sink} and outbox_leases.entity = heads.entity and outbox_leases.until > ${now}
    )
    limit ${most}`.execute(db)
  return rows.map(({ entity }) => entity)
}
