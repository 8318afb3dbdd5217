import type { RateLimits } from './rate-limit.ts'
import type { SessionLimits } from './sessions.ts'

/** What one client, and one request, may consume. */
export interface HttpLimits extends RateLimits {
  /** Bytes of a request body. Default: 1 MiB. */
  readonly bodyBytes: number
  /** Levels of nesting in a body. Default: 32. */
  readonly depth: number
  readonly sessions: SessionLimits
}
