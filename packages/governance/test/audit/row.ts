import type { AuditRow } from '@portico/core'

/** A row of a call, told apart by its number. */
export function auditRow(number: number, tenantId = 'acme'): AuditRow {
  return {
    id: `audit-${number}`,
    at: '2026-11-28T12:00:00.000Z',
    tenantId,
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
    input: { amount: number, note: 'سطر\nجديد' },
    argumentsHash: undefined,
    idempotencyKey: `order-${number}`,
    correlationId: undefined,
    causationId: undefined,
    approvalId: undefined,
    originOverride: undefined,
    vendorRequestId: undefined,
    attempts: 1,
    durationMs: 12,
  }
}
