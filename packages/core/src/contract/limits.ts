/** What the vendor allows, learned from its headers or stated. */
export type Limits = RateHeaders | RatePerPeriod

/** Made by `rateHeaders`. */
export interface RateHeaders {
  readonly by: 'headers'
  readonly limit?: string
  readonly remaining: string
  readonly reset: string
  /** The header that names the budget an answer's numbers belong to, where the vendor keeps several. */
  readonly resource?: string
  /** The budget of operations that name none. Default: the first one seen in an answer. */
  readonly mainResource?: string
  /** What the reset header counts. */
  readonly unit: 'epoch-seconds' | 'epoch-milliseconds' | 'delta-seconds'
}
/** Made by `ratePerMinute` and `ratePerSecond`. */
export interface RatePerPeriod {
  readonly by: 'period'
  readonly calls: number
  readonly periodMs: number
  /** Calls that may go at once after a quiet period. Default: one second's worth. */
  readonly burst?: number
}

/** Each answer says what is left and when the limit resets. Header names in lower case. */
export function rateHeaders(headers: Omit<RateHeaders, 'by'>): RateHeaders {
  return { by: 'headers', ...headers }
}

/** The vendor documents a rate, but its answers do not report it. */
export function ratePerMinute(calls: number, options: { burst?: number } = {}): RatePerPeriod {
  return { by: 'period', calls, periodMs: 60_000, ...options }
}

/** As `ratePerMinute`, for a rate that is documented per second. */
export function ratePerSecond(calls: number, options: { burst?: number } = {}): RatePerPeriod {
  return { by: 'period', calls, periodMs: 1_000, ...options }
}
