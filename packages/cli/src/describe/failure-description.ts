import type { Code, CommitState, Failures } from '@portico/core'

/** The meaning of one vendor code. */
export interface FailureDescription {
  readonly vendorCode: string
  readonly code: Code
  /** Only if it differs from what the status implies. */
  readonly commitState?: CommitState
  readonly retryable?: boolean
}

export function describeFailures({ codes }: Failures<string>): FailureDescription[] {
  return Object.entries(codes).map(([vendorCode, meaning]) =>
    typeof meaning === 'string' ? { vendorCode, code: meaning } : { vendorCode, ...meaning },
  )
}
