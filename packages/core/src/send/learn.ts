import type { Call } from '../call/call.ts'
import type { AttemptOutcome } from './attempt.ts'
import { circuitStates } from './circuit.ts'

/** What an attempt tells about the vendor: to the circuit, the rate budget and the receipt. */
export function learn(call: Call, outcome: AttemptOutcome): void {
  const { binding } = call
  const { circuit, rateBudget } = binding
  const before = binding.telemetry && circuit.state
  if (outcome.kind === 'answered') {
    circuit.succeeded()
    call.rateLimitRemaining = rateBudget.learn(outcome.answer.headers) ?? call.rateLimitRemaining
  } else if (outcome.kind === 'failed') {
    if (outcome.headers) call.rateLimitRemaining = rateBudget.learn(outcome.headers) ?? call.rateLimitRemaining
    if (outcome.failure.vendor?.requestId) call.vendorRequestId = outcome.failure.vendor.requestId
    const { code } = outcome.failure
    if (code === 'unavailable' || code === 'timeout') circuit.failed()
    else if (outcome.status !== undefined) circuit.succeeded()
    else circuit.toldNothing()
  } else {
    circuit.succeeded()
  }
  if (!binding.telemetry) return
  if (outcome.kind !== 'failed' || outcome.failure.commitState !== 'not_sent') binding.measure('portico.attempts', 1, call)
  const { state } = circuit
  if (state !== before) {
    binding.measure('portico.circuit.state', circuitStates[state], call)
    if (state === 'open') binding.measure('portico.circuit.openings', 1, call)
  }
  if (call.rateLimitRemaining !== undefined) binding.measure('portico.rate_limit.remaining', call.rateLimitRemaining, call)
}
