import type { Call } from './call.ts'

/**
 * One named part of the call path. It writes into the call, or throws a ConnectorError. A step with nothing to await returns
 * undefined, so that a call does not pay for promises it does not need.
 */
export interface Step {
  readonly name: string
  readonly run: (call: Call) => void | Promise<void>
}
