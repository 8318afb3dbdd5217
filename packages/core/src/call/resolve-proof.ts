import type { Call } from './call.ts'

/** Resolves the call's open proof in the ledger with its outcome. */
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
