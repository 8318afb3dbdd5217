import { claims } from './0001-claims.ts'
import { deliveries } from './0002-deliveries.ts'
import { audit } from './0003-audit.ts'
import { ledger } from './0004-ledger.ts'
import { tokens } from './0005-tokens.ts'
import { outbox } from './0020-outbox.ts'
import { incidents } from './0021-incidents.ts'
import { approvals } from './0030-approvals.ts'
import { standingApprovals } from './0031-standing-approvals.ts'
import { tasks } from './0040-tasks.ts'
import { intents } from './0041-intents.ts'
import { crashes } from './0050-crashes.ts'
import { syncRuns } from './0051-sync-runs.ts'
import { sealedResults } from './0052-sealed-results.ts'
import type { StoreMigration } from './migration.ts'

/** A list instead of a scanned folder, so that it works in a bundle too. */
export const migrations: readonly StoreMigration[] = [
  claims,
  deliveries,
  audit,
  ledger,
  tokens,
  outbox,
  incidents,
  approvals,
  standingApprovals,
  tasks,
  intents,
  crashes,
  syncRuns,
  sealedResults,
]
