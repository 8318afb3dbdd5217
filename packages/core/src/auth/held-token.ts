import type { Token } from '../contract/scheme.ts'
import { AuthorizationError } from './authorization-error.ts'
import { headerText } from './credential-text.ts'

const longestMarginMs = 60_000

/** A token in this process, and when to look for its successor. */
export interface HeldToken {
  readonly token: Token
  /** Epoch milliseconds. */
  readonly refreshAt: number
}

/** A token that was just acquired or read: it is renewed 60 s before it expires, or after 9/10 of a time shorter than 600 s. */
export function holdToken(token: Token, now: number): HeldToken {
  const { expiresAt } = token
  if (expiresAt === undefined) return { token, refreshAt: Number.POSITIVE_INFINITY }
  return { token, refreshAt: expiresAt - Math.min(longestMarginMs, (expiresAt - now) / 10) }
}

/** After a failed renewal, while the token still works: try again when half of its remaining time has passed. */
export function holdLonger(held: HeldToken, now: number): HeldToken {
  return { token: held.token, refreshAt: now + ((held.token.expiresAt ?? now) - now) / 2 }
}

export function isExpired(token: Token, now: number): boolean {
  return token.expiresAt !== undefined && token.expiresAt <= now
}

/** Throws if a token that a scheme has just acquired is unusable, saying why. */
export function checkAcquired(token: Token, now: number): void {
  try {
    headerText('the access token', token.accessToken)
  } catch (cause) {
    throw new AuthorizationError('unavailable', 'the token endpoint answered without a usable access token', { cause })
  }
  if (token.expiresAt !== undefined && !(token.expiresAt > now)) {
    throw new AuthorizationError(
      'unavailable',
      "the token endpoint gave a token that has expired: compare this machine's clock with the vendor's",
    )
  }
}
