import type { AuditRow } from '@portico/core'
import type { Kysely } from 'kysely'
import type { ClaimRow } from '../claims/claim-tables.ts'
import type { Database } from '../store/database.ts'

/** The finished claim that holds a call's result. */
export function claimOf(db: Kysely<Database>, row: AuditRow): Promise<ClaimRow | undefined> {
  return db
    .selectFrom('claims')
    .selectAll()
    .where((eb) => eb.and(claimPlace(row)))
    .executeTakeFirst()
}

export function claimPlace({ tenantId, account, connector, operation, idempotencyKey = '' }: AuditRow) {
  return { tenant_id: tenantId, account, connector, operation, key: idempotencyKey, state: 'finished' } as const
}
