import type { Call } from './call.ts'

/** Says in the ledger what became of the call whose proof was opened. */
export function resolveProof(call: Call): void | Promise<void> {
  if (call.proofId === undefined) return
  const { binding, operation } = call
  const status = proofStatus(call)
  binding.measure('portico.ledger.proofs', 1, call, { 'portico.proof_status': status })
  return binding.ledger.resolve({
    id: call.proofId,
    callId: call.id,
    tenantId: binding.tenantId,
    actualCall: operation.qualifiedName,
    argumentsHash: call.argumentsHash,
    commitState: call.commitState,
    vendorRequestId: call.vendorRequestId,
    entity: call.entity,
    auditId: call.auditId,
    status,
    resolvedAt: binding.clock.now(),
  })
}

function proofStatus(call: Call): 'verified' | 'partially_verified' | 'unverified' {
  if (call.commitState === 'unknown') return 'unverified'
  if (call.error?.code === 'contract_violation' || call.items?.some((item) => item.commitState !== 'committed'))
    return 'partially_verified'
  return 'verified'
}
