import type { Call } from '../call/call.ts'
import type { Step } from '../call/step.ts'
import { connected, renderedBy } from './connected.ts'
import { exchange } from './exchange.ts'
import { lookFirst } from './look-first.ts'
import { readAnswer } from './read-answer.ts'
import { resendingOf } from './resending.ts'

/** deadline → rate budget → circuit → attempt ⟲ retry → transport */
export const sendStep: Step = {
  name: 'send',
  async run(call) {
    const connecting = connected(call)
    const connection = connecting instanceof Promise ? await connecting : connecting
    const rendered = renderedBy(call, () => render(call))
    const before = call.commitState === 'unknown' ? await lookFirst(call) : undefined
    if (before?.found) return
    const answered = await exchange(call, connection, rendered, resendingOf)
    if (answered) readAnswer(call, answered)
  },
}

function render({ operation, input, idempotencyKey, options: { cursor } }: Call) {
  return operation.render(input, { idempotencyKey, cursor })
}
