import { parseRetryAfter } from '../http/retry-after.ts'

/** An endpoint's refusal, before it is decided what it means for the connection. Internal to core. */
export class EndpointRefusal extends Error {
  override readonly name = 'EndpointRefusal'
  readonly status: number
  /** OAuth's `error`, when there is one. */
  readonly reason: string | undefined
  /** The vendor's own words, unless they repeat a secret from the request. */
  readonly description: string | undefined
  readonly retryAfterMs: number | undefined
  /** The vendor's clock, epoch milliseconds. */
  readonly serverTime: number | undefined

  constructor(response: Response, reason: unknown, description: string | undefined) {
    const named = typeof reason === 'string' && /^[\w.:-]{1,80}$/.test(reason) ? reason : undefined
    super(`${response.status} ${named ?? ''}`.trim())
    this.status = response.status
    this.reason = named
    this.description = description
    this.serverTime = serverTimeOf(response)
    // Measured on the vendor's clock: a date is useless without it, a number of seconds does not need it.
    this.retryAfterMs = parseRetryAfter(response.headers.get('retry-after') ?? undefined, this.serverTime ?? Number.NaN)
  }

  /** `503`, or `400 invalid_grant: The token has expired.` */
  get words(): string {
    return this.description === undefined ? this.message : `${this.message}: ${this.description}`
  }
}

/** The answer's `Date`, epoch milliseconds. */
export function serverTimeOf(response: Response): number | undefined {
  const time = Date.parse(response.headers.get('date') ?? '')
  return Number.isNaN(time) ? undefined : time
}
