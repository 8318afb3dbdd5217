import type { Call } from '../call/call.ts'
import type { Step } from '../call/step.ts'
import type { Connection } from '../client/connection.ts'
import { connected, renderedBy } from './connected.ts'
import { exchange } from './exchange.ts'
import { lookFirst } from './look-first.ts'
import { readAnswer } from './read-answer.ts'
import { resendingOf } from './resending.ts'

/** deadline → rate budget → circuit → attempt ⟲ retry → transport */
export const sendStep: Step = {
  name: 'send',
  run(call) {
    const connecting = connected(call)
    return connecting instanceof Promise
      ? connecting.then((connection) => sendOver(call, connection))
      : sendOver(call, connecting)
  },
}

function sendOver(call: Call, connection: Connection): Promise<void> {
  const rendered = renderedBy(call, () => render(call))
  // Until the vendor is asked, an earlier sending under this key may have acted.
  return call.commitState === 'unknown'
    ? lookFirst(call).then(({ found }) => (found ? undefined : exchange(call, connection, rendered, readAnswer, resendingOf)))
    : exchange(call, connection, rendered, readAnswer, resendingOf)
}

function render({ operation, input, idempotencyKey, options: { cursor } }: Call) {
  return operation.render(input, { idempotencyKey, cursor })
}
