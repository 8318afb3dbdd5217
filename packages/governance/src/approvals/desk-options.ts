import type { AnyConnector, AuditSink, EventSink, IncidentSink, Telemetry } from '@portico/core'
import type { Approvers } from './approvers.ts'

/** Who may decide, and where a decision is recorded. */
export interface ApprovalDeskOptions {
  readonly approvers: Approvers
  /** Amended arguments are validated, and standing approvals bound, by their definitions. */
  readonly connectors: readonly AnyConnector[]
  /** Every decision is a row of it. */
  readonly audit: AuditSink
  readonly events?: EventSink
  /** Is told of late and of missed decisions. */
  readonly incidents?: IncidentSink
  readonly telemetry?: Telemetry
  /** Epoch milliseconds (default: the clock of the system). */
  readonly now?: () => number
}
