import { canonicalHash } from '../canonical/canonical-json.ts'
import type { Token, TokenRequest, TokenScheme } from '../contract/scheme.ts'
import type { Tokens } from '../ports/tokens.ts'
import { abortable } from './abortable.ts'
import { AuthorizationError } from './authorization-error.ts'
import { checkAcquired, type HeldToken, holdLonger, holdToken, isExpired } from './held-token.ts'

export interface TokenSourceOptions<Credential> {
  readonly scheme: TokenScheme<Credential>
  /** Names tenant, account, connector and scheme in the port. */
  readonly key: string
  readonly tokens: Tokens
  /** Called at each renewal, so that a rotated secret needs no restart. */
  readonly credential: () => Credential | Promise<Credential>
  readonly settings: Readonly<Record<string, unknown>>
  readonly fetch: TokenRequest<Credential>['fetch']
  readonly now: () => number
  /** Milliseconds that a renewal may take, waiting for others included. Default: 30 s. */
  readonly renewalTimeoutMs?: number
}

export interface TokenSource {
  /**
   * The token to send: at once while a fresh one is held, otherwise after a renewal shared by all callers. The signal ends
   * only this caller's wait. Rejects with `AuthorizationError`, or with whatever the port or the credential source threw.
   */
  current(signal?: AbortSignal): Token | Promise<Token>
  /**
   * The vendor answered 401 to this token. True when `current` gives another one to send again with; false when the token
   * was acquired just now because its predecessor was refused, so that one more would be refused as well.
   */
  refused(token: Token): boolean
}

const settleMs = 60_000

function identityOf<Credential>({ identity }: TokenScheme<Credential>, credential: Credential): string | undefined {
  return identity && canonicalHash(identity(credential))
}

/** True for a token that was acquired for someone else: calls would act on the wrong account. */
function isOthers(stored: Token, identity: string | undefined): boolean {
  return stored.identity !== undefined && identity !== undefined && stored.identity !== identity
}

/** One connection's token: kept fresh, and renewed by one caller at a time across all processes that share the port. */
export function createTokenSource<Credential>(options: TokenSourceOptions<Credential>): TokenSource {
  const { scheme, key, tokens, now, renewalTimeoutMs = 30_000 } = options
  let held: HeldToken | undefined
  let refusedAccessToken: string | undefined
  let replacement: { readonly accessToken: string; readonly at: number } | undefined
  // Acquired, but the port failed to store it. With rotation, only its refresh token still works.
  let unsaved: { readonly token: Token; readonly replaces: string | undefined } | undefined
  let renewal: Promise<Token> | undefined

  const isFresh = (candidate: HeldToken): boolean =>
    now() < candidate.refreshAt && candidate.token.accessToken !== refusedAccessToken

  /** The stored token, if usable. One that is already held keeps its renewal time. */
  function adopt(stored: Token | undefined, identity: string | undefined): Token | undefined {
    if (stored === undefined || isOthers(stored, identity)) return undefined
    const candidate = held !== undefined && held.token.accessToken === stored.accessToken ? held : holdToken(stored, now())
    if (!isFresh(candidate)) return undefined
    held = candidate
    refusedAccessToken = undefined
    return candidate.token
  }

  async function save(token: Token, replaces: string | undefined): Promise<void> {
    unsaved = { token, replaces }
    await tokens.write(key, token)
    unsaved = undefined
  }

  async function latest(identity: string | undefined): Promise<Token | undefined> {
    const stored = await newest()
    // Its refresh token belongs to the other account too.
    return stored !== undefined && isOthers(stored, identity) ? undefined : stored
  }

  async function newest(): Promise<Token | undefined> {
    const stored = await tokens.read(key)
    if (unsaved === undefined) return stored
    const { token, replaces } = unsaved
    if (stored?.accessToken !== replaces) {
      unsaved = undefined
      return stored
    }
    await save(token, replaces)
    return token
  }

  async function acquire(credential: Credential, previous: Token | undefined, signal: AbortSignal): Promise<Token> {
    const acquired = await scheme.acquire({
      credential,
      settings: options.settings,
      previous,
      fetch: options.fetch,
      now,
      signal,
    })
    const identity = identityOf(scheme, credential)
    const token = identity === undefined ? acquired : { ...acquired, identity }
    const at = now()
    try {
      checkAcquired(token, at)
    } catch (problem) {
      // Unusable, but its refresh token may have replaced the stored one.
      if (token.refreshToken !== undefined) await save({ ...token, expiresAt: at }, previous?.accessToken)
      throw problem
    }
    await save(token, previous?.accessToken)
    replacement = refusedAccessToken === undefined ? undefined : { accessToken: token.accessToken, at }
    refusedAccessToken = undefined
    held = holdToken(token, at)
    return token
  }

  async function renew(signal: AbortSignal): Promise<Token> {
    const identity = scheme.identity && identityOf(scheme, await options.credential())
    const stored = adopt(unsaved === undefined ? await tokens.read(key) : undefined, identity)
    if (stored !== undefined) return stored
    const run = async (): Promise<Token> => {
      signal.throwIfAborted()
      const credential = await options.credential()
      const mine = identityOf(scheme, credential)
      // Another process may have renewed it while this one waited.
      const previous = await latest(mine)
      return adopt(previous, mine) ?? acquire(credential, previous, signal)
    }
    return tokens.exclusively(key, run, signal)
  }

  async function renewOrKeep(): Promise<Token> {
    const timeout = AbortSignal.timeout(renewalTimeoutMs)
    try {
      return await abortable(renew(timeout), timeout)
    } catch (error) {
      if (held !== undefined && held.token.accessToken !== refusedAccessToken && !isExpired(held.token, now())) {
        held = holdLonger(held, now())
        return held.token
      }
      if (error !== timeout.reason) throw error
      throw new AuthorizationError('unavailable', `there was no token within ${renewalTimeoutMs} ms`)
    } finally {
      renewal = undefined
    }
  }

  return {
    current(signal) {
      if (held !== undefined && isFresh(held)) return held.token
      if (signal?.aborted) return Promise.reject(signal.reason)
      renewal ??= renewOrKeep()
      return abortable(renewal, signal)
    },
    refused(token) {
      if (held !== undefined && held.token.accessToken !== token.accessToken) return true
      if (replacement?.accessToken === token.accessToken && now() - replacement.at < settleMs) return false
      // With nothing held, the newest refusal is already being dealt with.
      if (held !== undefined) refusedAccessToken = token.accessToken
      held = undefined
      return true
    },
  }
}
