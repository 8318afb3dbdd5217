/** The closed set of things that can go wrong. Switch on it; never match on a message. */
export type Code =
  | 'invalid_input'
  | 'policy_denied'
  | 'approval_required'
  | 'approval_rejected'
  | 'approval_invalid'
  | 'idempotency_conflict'
  | 'in_progress'
  | 'outcome_unknown'
  | 'host_not_allowed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rejected'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'cancelled'
  | 'contract_violation'

/**
 * Whether the vendor acted. `not_sent`: nothing left this process. `refused`: the vendor said no and did nothing.
 * `unknown`: it may have acted. `committed`: it acted, though the call still failed for us.
 */
export type CommitState = 'not_sent' | 'refused' | 'unknown' | 'committed'

/** A vendor's answer as a connector's pure functions see it. Header names are lower case. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // The vendor's own JSON: a connector's reader picks fields out of it with optional chaining, as everyone writes it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
}

/** What a failure reader finds in an answer. */
export interface Failure {
  /** The vendor's own code; a number is looked up in `codes` by its digits. */
  readonly code?: string | number | null | undefined
  readonly message?: string | null | undefined
  readonly requestId?: string | null | undefined
  /** Set where the answer itself says whether to retry; overrides what the code means. */
  readonly retryable?: boolean | undefined
  /** Milliseconds to wait, where the vendor documents a wait that no header states. */
  readonly retryAfterMs?: number | undefined
  /** Set where the answer itself says whether the vendor acted; overrides what the code means. */
  readonly commitState?: 'refused' | 'unknown' | 'committed' | undefined
}

/** What one vendor code means here. The plain form takes commit state and retryability from the code and the status. */
export type CodeMeaning =
  | Code
  | {
      readonly code: Code
      /** Only where the vendor documents it, such as a 5xx that is known to have done nothing. */
      readonly commitState?: 'refused' | 'unknown' | 'committed'
      readonly retryable?: boolean
    }

/** How a vendor's failures are recognised, read and named. */
export interface Failures<VendorCode extends string | number> {
  /**
   * True when the vendor did not do as asked. Default: status 400 and above. State it where some failures come with 200. The body
   * of an answer that can't be parsed as expected is its text.
   */
  readonly failed?: (answer: Answer) => boolean
  readonly read: (answer: Answer) => Failure
  readonly codes: Readonly<Record<VendorCode, CodeMeaning>>
}
