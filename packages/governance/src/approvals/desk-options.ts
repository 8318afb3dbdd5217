import type { AnyConnector, AuditSink, EventSink, IncidentSink, Telemetry } from '@portico/core'
import type { Approvers } from './approvers.ts'

/** Who may decide, and where a decision is recorded. */
export interface ApprovalDeskOptions {
  readonly approvers: Approvers
  /** Their definitions validate amended arguments and bind standing approvals. */
  readonly connectors: readonly AnyConnector[]
  /** Receives a row for every decision. */
  readonly audit: AuditSink
  readonly events?: EventSink
  /** Receives late and missed decisions. */
  readonly incidents?: IncidentSink
  readonly telemetry?: Telemetry
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}
