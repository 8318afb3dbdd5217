import type { ApprovalTables } from '../approvals/approval-tables.ts'
import type { AuditTables } from '../audit/audit-tables.ts'
import type { ClaimTables } from '../claims/claim-tables.ts'
import type { DeliveryTables } from '../deliveries/delivery-tables.ts'
import type { IntentTables } from '../intents/intent-tables.ts'
import type { IncidentTables } from '../incidents/incident-tables.ts'
import type { LeaseTables } from '../leases/lease-tables.ts'
import type { LedgerTables } from '../ledger/ledger-tables.ts'
import type { OutboxTables } from '../outbox/outbox-tables.ts'
import type { RunTables } from '../runs/run-tables.ts'
import type { StandingTables } from '../standing/standing-tables.ts'
import type { TaskTables } from '../tasks/task-tables.ts'
import type { TokenTables } from '../tokens/token-tables.ts'

/** All tables. Each area declares its own next to its SQL. */
export interface Database
  extends
    ApprovalTables,
    AuditTables,
    ClaimTables,
    DeliveryTables,
    IncidentTables,
    IntentTables,
    LeaseTables,
    LedgerTables,
    OutboxTables,
    RunTables,
    StandingTables,
    TaskTables,
    TokenTables {}
