import { canonicalHash } from '../canonical/canonical-json.ts'
import type { Proof } from '../ports/ledger.ts'
import type { Call } from './call.ts'
import type { Step } from './step.ts'

/** Opens the ledger's proof before the vendor is reached: otherwise an act could be left without evidence. */
export const proveStep: Step = {
  name: 'prove',
  run(call) {
    // It may have been opened with the claim.
    if (call.proofId !== undefined) return
    const proof = proofOf(call, call.binding.clock.now())
    call.proofId = proof.id
    return call.binding.ledger.open(proof)
  },
}

export function proofOf(call: Call, openedAt: number): Proof {
  const { binding, operation } = call
  call.argumentsHash ??= canonicalHash(call.input)
  return {
    id: `${call.id}-proof`,
    callId: call.id,
    tenantId: binding.tenantId,
    actor: call.actor,
    intendedAction: operation.qualifiedName,
    argumentsHash: call.argumentsHash,
    classes: operation.classes,
    correlationId: call.correlationId,
    traceparent: call.span?.traceparent,
    openedAt,
  }
}
