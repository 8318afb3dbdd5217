import type { PolicyRequest } from '@portico/core'

/** A refund that a service asks for, with what a test changes of it. */
export function refundRequest(changes: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    tenantId: 'acme',
    account: 'default',
    actor: { type: 'executor_system', id: 'orders' },
    connector: 'shop',
    operation: 'createRefund',
    classes: { sideEffect: 'external_commitment', approval: 'A3', reversibility: 'R3', sensitivity: 'S2' },
    actionClass: 'B',
    correlationId: 'order-1',
    input: { charge: 'ch_1', amount: 500 },
    ...changes,
  }
}
