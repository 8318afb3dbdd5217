import { randomUUID } from 'node:crypto'
import type { Actor, Approval, AuditRow } from '@portico/core'
import { version } from '../version.ts'
import { instant } from './approval-row.ts'

/** What a person did to approvals, as an audit row of its own beside the rows of the calls it lets run. */
export interface ApproverAct {
  readonly tenantId: string
  readonly account: string
  readonly by: Actor
  /** Epoch milliseconds. */
  readonly at: number
  /** `approvals.decide` */
  readonly name: string
  /** The approval class that the person had to cover. */
  readonly approval: Approval
  readonly entity: { readonly type: string; readonly id: string }
  readonly input: Readonly<Record<string, unknown>>
  readonly argumentsHash?: string | undefined
  readonly correlationId?: string | undefined
}

export function actRow(act: ApproverAct): AuditRow {
  return {
    id: randomUUID(),
    at: instant(act.at),
    tenantId: act.tenantId,
    account: act.account,
    actor: act.by,
    connector: 'portico',
    connectorVersion: version,
    operation: act.name,
    classes: { sideEffect: 'internal_write', approval: act.approval, reversibility: 'R0', sensitivity: 'S1' },
    actionClass: 'A',
    decidedBy: 'approvals.role',
    outcome: 'succeeded',
    commitState: 'committed',
    code: undefined,
    entity: act.entity,
    input: act.input,
    argumentsHash: act.argumentsHash,
    idempotencyKey: undefined,
    correlationId: act.correlationId,
    causationId: undefined,
    approvalId: act.entity.id,
    originOverride: undefined,
    vendorRequestId: undefined,
    attempts: 0,
    durationMs: 0,
  }
}
