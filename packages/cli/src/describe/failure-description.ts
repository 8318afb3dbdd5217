import type { Code, CommitState, Failures } from '@portico/core'

/** What one code of the vendor's means. */
export interface FailureDescription {
  readonly vendorCode: string
  readonly code: Code
  /** Only where it is another one than the status tells. */
  readonly commitState?: CommitState
  readonly retryable?: boolean
}

export function describeFailures({ codes }: Failures<string>): FailureDescription[] {
  return Object.entries(codes).map(([vendorCode, meaning]) =>
    typeof meaning === 'string' ? { vendorCode, code: meaning } : { vendorCode, ...meaning },
  )
}
