import type { Deliveries } from '@portico/core'
import type { StoreContext } from '../store/context.ts'
import type { Write } from '../store/group-commit.ts'
import type { Statement } from '../store/statement.ts'
import type { DeliveryRow } from './delivery-tables.ts'

type Delivery = Parameters<Deliveries['first']>[0]

/** Webhook deliveries seen by any instance, each until it expires. */
export function sqlDeliveries({ connection, commits }: StoreContext): Deliveries {
  return {
    first: (delivery) => commits.write(first, delivery),
    async forget({ tenantId, connector, id }) {
      await connection.db
        .deleteFrom('deliveries')
        .where('tenant_id', '=', tenantId)
        .where('connector', '=', connector)
        .where('id', '=', id)
        .execute()
    },
  }
}

/** Parameters: tenant, connector, id, seen at, kept until. Returns rows that were absent or had expired. */
const keep: Statement = {
  name: 'deliveries-keep',
  sqlite: `insert into deliveries as held (tenant_id, connector, id, seen_at, kept_until) values (?, ?, ?, ?, ?)
    on conflict (tenant_id, connector, id) do update set seen_at = excluded.seen_at, kept_until = excluded.kept_until
      where held.kept_until <= excluded.seen_at
    returning tenant_id, connector, id`,
  postgres: `insert into deliveries as held (tenant_id, connector, id, seen_at, kept_until)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
    on conflict (tenant_id, connector, id) do update set seen_at = excluded.seen_at, kept_until = excluded.kept_until
      where held.kept_until <= excluded.seen_at
    returning tenant_id, connector, id`,
}

/** Parameters: now. Removes a few expired rows of any tenant so that they never pile up, skipping rows that another removes. */
const dropExpired: Statement = {
  name: 'deliveries-drop-expired',
  sqlite: `delete from deliveries where rowid in (select rowid from deliveries where kept_until <= ? limit 64)`,
  postgres: `delete from deliveries where ctid = any(array(
    select ctid from deliveries where kept_until <= ($1::bigint[])[1] limit 64 for update skip locked))`,
}

const first: Write<Delivery, boolean> = {
  name: 'deliveries-first',
  async run(session, deliveries) {
    const named = deliveries.map((delivery) => ({ delivery, name: nameOf(delivery.tenantId, delivery.connector, delivery.id) }))
    const once = [...new Map(named.toReversed().map((one) => [one.name, one.delivery]))]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, delivery]) => delivery)
    const rows = await session.each<DeliveryRow>(
      keep,
      once.map(({ tenantId, connector, id, at, keptForMs }) => [tenantId, connector, id, at, at + keptForMs]),
    )
    await session.each(dropExpired, [[Math.min(...deliveries.map(({ at }) => at))]])
    const fresh = new Set(rows.map(({ tenant_id, connector, id }) => nameOf(tenant_id, connector, id)))
    return named.map(({ name }) => fresh.delete(name))
  },
}

function nameOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}
