import type { Sending } from './sending.ts'
import { circuitStates } from './circuit.ts'

/** Waits for the rate budget, then for the circuit; returns the milliseconds waited. */
export function enter(sending: Sending): 0 | Promise<number> {
  const wait = sending.binding.takeRate(sending.operation)
  if (wait > 0) return queue(sending, wait)
  throughCircuit(sending)
  return 0
}

async function queue(sending: Sending, first: number): Promise<number> {
  const { binding, operation } = sending
  let waited = 0
  for (let wait = first; wait > 0; wait = binding.takeRate(operation)) {
    if (binding.clock.now() + wait > sending.deadline) {
      throw sending.fail({
        code: 'rate_limited',
        message: `the vendor's rate limit is spent for another ${Math.ceil(wait / 1_000)} s`,
        commitState: sending.commitState,
        retryable: true,
        retryAfterMs: wait,
      })
    }
    binding.measure('portico.rate_limit.wait', wait / 1_000, sending)
    sending.waiting?.(wait)
    waited += wait
    await pause(sending, wait)
  }
  throughCircuit(sending)
  return waited
}

function throughCircuit(sending: Sending): void {
  const { binding } = sending
  const { circuit } = binding
  const opensAfter = circuit.enter(sending)
  if (opensAfter === undefined) {
    if (circuit.state === 'half-open') binding.measure('portico.circuit.state', circuitStates['half-open'], sending)
    return
  }
  throw sending.fail({
    code: 'unavailable',
    message: 'the circuit is open: the vendor failed several times in a row',
    commitState: sending.commitState,
    retryable: true,
    retryAfterMs: opensAfter,
  })
}

/** Only the signal ends the wait early; the commit state so far is kept. */
export async function pause(sending: Sending, ms: number): Promise<void> {
  try {
    await sending.binding.clock.wait(ms, sending.options.signal)
  } catch {
    throw sending.fail({ code: 'cancelled', message: 'cancelled while waiting', commitState: sending.commitState })
  }
}
