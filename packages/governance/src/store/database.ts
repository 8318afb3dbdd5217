import type { AuditTables } from '../audit/audit-tables.ts'
import type { ClaimTables } from '../claims/claim-tables.ts'
import type { DeliveryTables } from '../deliveries/delivery-tables.ts'
import type { LeaseTables } from '../leases/lease-tables.ts'
import type { LedgerTables } from '../ledger/ledger-tables.ts'
import type { TokenTables } from '../tokens/token-tables.ts'

/** All tables. Each area states its own beside its SQL. */
export interface Database extends AuditTables, ClaimTables, DeliveryTables, LeaseTables, LedgerTables, TokenTables {}
