import type { AuditRow } from '@portico/core'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'

/** The finished claim that holds a call's result. */
export function claimOf(db: Kysely<Database>, row: AuditRow) {
  return db.selectFrom('claims').where((eb) => eb.and(claimPlace(row)))
}

export function claimPlace({ tenantId, account, connector, operation, idempotencyKey = '' }: AuditRow) {
  return { tenant_id: tenantId, account, connector, operation, key: idempotencyKey, state: 'finished' } as const
}
