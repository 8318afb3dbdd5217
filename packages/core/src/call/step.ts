import type { Call } from './call.ts'

/**
 * One named part of the call path. It writes into the call, or throws a ConnectorError. A step that has nothing to wait for returns
 * nothing, so that a call does not pay for promises it does not need.
 */
export interface Step {
  readonly name: string
  readonly run: (call: Call) => void | Promise<void>
}

/** Runs parts one after the other, without a promise as long as none of them waits. */
export function inOrder(parts: readonly ((call: Call) => void | Promise<void>)[], call: Call, from = 0): void | Promise<void> {
  for (let index = from; index < parts.length; index++) {
    const waiting = parts[index]!(call)
    if (waiting) return waiting.then(() => inOrder(parts, call, index + 1))
  }
}
