import { canonicalHash } from '../canonical/canonical-json.ts'
import type { Step } from './step.ts'

/** Opens the ledger's proof before the vendor is reached: an act without one would be an act without evidence. */
export const proveStep: Step = {
  name: 'prove',
  run(call) {
    const { binding, operation } = call
    call.argumentsHash ??= canonicalHash(call.input)
    call.proofId = `${call.id}-proof`
    return binding.ledger.open({
      id: call.proofId,
      callId: call.id,
      tenantId: binding.tenantId,
      actor: call.actor,
      intendedAction: operation.qualifiedName,
      argumentsHash: call.argumentsHash,
      classes: operation.classes,
      correlationId: call.correlationId,
      traceparent: call.span?.traceparent,
      openedAt: binding.clock.now(),
    })
  },
}
