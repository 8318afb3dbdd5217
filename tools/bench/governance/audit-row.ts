import type { AuditRow } from '@portico/core'

/** A row as large as a payment's. */
export function benchAuditRow(number: number): AuditRow {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    at: '2026-11-28T12:00:00.000Z',
    tenantId: 'chain',
    account: 'default',
    actor: { type: 'executor_system', id: 'billing' },
    connector: 'stripe',
    connectorVersion: '1.0.0',
    operation: 'createRefund',
    classes: { sideEffect: 'external_commitment', approval: 'A1', reversibility: 'R1', sensitivity: 'S2' },
    actionClass: 'A',
    decidedBy: 'table.R1',
    outcome: 'succeeded',
    commitState: 'committed',
    code: undefined,
    entity: { type: 'refund', id: `re_${number}` },
    input: { amount: number, payment_intent: `pi_${number}`, reason: 'requested_by_customer' },
    argumentsHash: 'a'.repeat(64),
    idempotencyKey: `order-${number}`,
    correlationId: `order-${number}`,
    causationId: undefined,
    approvalId: undefined,
    originOverride: undefined,
    vendorRequestId: `req_${number}`,
    attempts: 1,
    durationMs: 120,
  }
}
