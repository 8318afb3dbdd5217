import { randomUUID } from 'node:crypto'
import type { AuditRow, Receipt } from '@portico/core'
import type { ClaimRow } from '../claims/claim-tables.ts'
import { version } from '../version.ts'
import type { Settlement } from './sql-reconciliation.ts'

/** The receipt for a call that left none. What only the call itself knew is marked unknown. */
export function settledReceipt(
  held: ClaimRow,
  { by, tenantId, account, connector, operation, key }: Settlement,
  at: number,
): Receipt {
  return {
    callId: held.claimant,
    connector,
    connectorVersion: 'unknown',
    vendorVersion: 'unknown',
    operation,
    tenantId,
    account,
    actionClass: 'A',
    decidedBy: `reconciled by ${by.id}`,
    idempotencyKey: key,
    commitState: 'committed',
    replayed: false,
    attempts: [],
    startedAt: new Date(held.first_at).toISOString(),
    durationMs: at - held.first_at,
  }
}

/** A person's finding, as an audit row of its own beside the call's. */
export function settlementRow(held: ClaimRow, settlement: Settlement, at: number): AuditRow {
  const { account, by, connector, found, key, operation, reason, tenantId } = settlement
  return {
    id: randomUUID(),
    at: new Date(at).toISOString(),
    tenantId,
    account,
    actor: by,
    connector: 'portico',
    connectorVersion: version,
    operation: 'reconcile.settle',
    classes: { sideEffect: 'internal_write', approval: 'A0', reversibility: 'R1', sensitivity: 'S1' },
    actionClass: 'A',
    decidedBy: 'reconcile.person',
    outcome: 'succeeded',
    commitState: 'committed',
    code: undefined,
    entity: { type: 'call', id: held.claimant },
    input: { operation: `${connector}.${operation}`, found, reason },
    argumentsHash: held.arguments_hash,
    idempotencyKey: key,
    correlationId: undefined,
    causationId: held.claimant,
    approvalId: undefined,
    originOverride: undefined,
    vendorRequestId: undefined,
    attempts: 0,
    durationMs: 0,
  }
}
