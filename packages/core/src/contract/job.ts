import type { QueryRouteOf } from './checks.ts'
import type { Shape } from './delivery.ts'
import type { Answer, Failure } from './failure.ts'

/** What a job states beyond what a command states. */
export interface EveryJobStates<H extends Shape, PollRoute extends string> {
  /** Read from the first answer and stored: all that poll, result and cancel get, also after a crash. */
  readonly handle: { readonly schema: H; readonly read: (answer: Answer) => H['_zod']['input'] }
  readonly poll: {
    /** A route over the handle's fields, or the handle's field that holds a URL which the vendor gave. */
    readonly request: QueryRouteOf<PollRoute, H['_zod']['output']> | { readonly url: keyof H['_zod']['output'] & string }
    readonly everyMs: number
    readonly state: (answer: Answer) => 'running' | 'done' | { readonly failed: Failure }
  }
  /** Where the result lies, when the last poll's answer is not the result itself. A vendor-given URL must match an origin. */
  readonly result?: { readonly request: `GET /${string}` } | { readonly url: (answer: Answer) => string }
  readonly cancel?: `${'POST' | 'DELETE' | 'PUT'} /${string}`
  /** Who answers for it when it is late; named in the runbook. */
  readonly owner: string
  /** The SLA: milliseconds from start to end. */
  readonly withinMs: number
  /** Customers wait for it: when it is late, that is V2 and not V1. */
  readonly customerFacing?: boolean
}
