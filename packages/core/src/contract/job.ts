import type { QueryRouteOf } from './checks.ts'
import type { Shape } from './delivery.ts'
import type { Answer, Failure } from './failure.ts'

/** What a job states in addition to a command. */
export interface EveryJobStates<H extends Shape, PollRoute extends string> {
  /** Read from the first answer and stored: the only input of poll, result and cancel, even after a crash. */
  readonly handle: { readonly schema: H; readonly read: (answer: Answer) => H['_zod']['input'] }
  readonly poll: {
    /** A route over the handle's fields, or the handle's field that holds a URL which the vendor gave. */
    readonly request: QueryRouteOf<PollRoute, H['_zod']['output']> | { readonly url: keyof H['_zod']['output'] & string }
    readonly everyMs: number
    readonly state: (answer: Answer) => 'running' | 'done' | { readonly failed: Failure }
  }
  /** Where the result is, if it is not the last poll's answer itself. A URL from the vendor must match a declared origin. */
  readonly result?: { readonly request: `GET /${string}` } | { readonly url: (answer: Answer) => string }
  readonly cancel?: `${'POST' | 'DELETE' | 'PUT'} /${string}`
  /** Who is responsible when it is late; named in the runbook. */
  readonly owner: string
  /** The SLA: milliseconds from start to end. */
  readonly withinMs: number
  /** True when customers wait for it: lateness is then V2 instead of V1. */
  readonly customerFacing?: boolean
}
