import type { Approvals } from './approvals.ts'
import type { Claims } from './claims.ts'
import type { Deliveries } from './deliveries.ts'
import type { StandingApprovals } from './standing-approvals.ts'
import type { Tokens } from './tokens.ts'

/** What must be remembered between calls. The memory store keeps it in this process, `@portico/governance` in SQL. */
export interface Store {
  readonly claims: Claims
  readonly approvals: Approvals
  /** Absent if nobody can approve in advance. */
  readonly standing?: StandingApprovals
  readonly tokens: Tokens
  readonly deliveries: Deliveries
}
