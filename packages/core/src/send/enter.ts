import type { Call } from '../call/call.ts'
import { circuitStates } from './circuit.ts'

/** Waits for the rate budget, then for the circuit; gives the milliseconds that it took. */
export function enter(call: Call): 0 | Promise<number> {
  const wait = call.binding.takeRate(call.operation)
  if (wait > 0) return queue(call, wait)
  throughCircuit(call)
  return 0
}

async function queue(call: Call, first: number): Promise<number> {
  const { binding, operation } = call
  let waited = 0
  for (let wait = first; wait > 0; wait = binding.takeRate(operation)) {
    if (binding.clock.now() + wait > call.deadline) {
      throw call.fail({
        code: 'rate_limited',
        message: `the vendor's rate limit is spent for another ${Math.ceil(wait / 1_000)} s`,
        commitState: call.commitState,
        retryable: true,
        retryAfterMs: wait,
      })
    }
    binding.measure('portico.rate_limit.wait', wait / 1_000, call)
    waited += wait
    await pause(call, wait)
  }
  throughCircuit(call)
  return waited
}

function throughCircuit(call: Call): void {
  const { binding } = call
  const { circuit } = binding
  const opensAfter = circuit.enter()
  if (opensAfter === undefined) {
    if (circuit.state === 'half-open') binding.measure('portico.circuit.state', circuitStates['half-open'], call)
    return
  }
  throw call.fail({
    code: 'unavailable',
    message: 'the circuit is open: the vendor failed several times in a row',
    commitState: call.commitState,
    retryable: true,
    retryAfterMs: opensAfter,
  })
}

/** Only the signal ends it early; what the vendor did before it stays as it is. */
export async function pause(call: Call, ms: number): Promise<void> {
  try {
    await call.binding.clock.wait(ms, call.options.signal)
  } catch {
    throw call.fail({ code: 'cancelled', message: 'cancelled while waiting', commitState: call.commitState })
  }
}
