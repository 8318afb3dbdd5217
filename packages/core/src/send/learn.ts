import type { Sending } from './sending.ts'
import type { AttemptOutcome } from './attempt.ts'
import { circuitStates } from './circuit.ts'
import { endingOf } from './ending.ts'

/** Reports what an attempt shows about the vendor to the circuit, the rate budget and the receipt. */
export function learn(sending: Sending, outcome: AttemptOutcome): void {
  const { binding } = sending
  const { circuit, rateBudget } = binding
  const before = binding.telemetry && circuit.state
  if (outcome.kind === 'answered') {
    circuit.succeeded()
    sending.ending = endingOf(outcome.answer.headers)
    sending.rateLimitRemaining = rateBudget.learn(outcome.answer.headers) ?? sending.rateLimitRemaining
  } else if (outcome.kind === 'failed') {
    if (outcome.headers) {
      sending.ending = endingOf(outcome.headers)
      sending.rateLimitRemaining = rateBudget.learn(outcome.headers) ?? sending.rateLimitRemaining
    }
    if (outcome.failure.vendor?.requestId) sending.vendorRequestId = outcome.failure.vendor.requestId
    const { code } = outcome.failure
    if (outcome.cutShort) circuit.toldNothing(sending)
    else if (code === 'unavailable' || code === 'timeout')
      sending.openedCircuit = circuit.failed(sending) || sending.openedCircuit
    else if (outcome.status !== undefined) circuit.succeeded()
    else circuit.toldNothing(sending)
  } else {
    circuit.succeeded()
  }
  if (!binding.telemetry) return
  if (outcome.kind !== 'failed' || outcome.failure.commitState !== 'not_sent') binding.measure('portico.attempts', 1, sending)
  const { state } = circuit
  if (state !== before) {
    binding.measure('portico.circuit.state', circuitStates[state], sending)
    if (state === 'open') binding.measure('portico.circuit.openings', 1, sending)
  }
  if (sending.rateLimitRemaining !== undefined)
    binding.measure('portico.rate_limit.remaining', sending.rateLimitRemaining, sending)
}
