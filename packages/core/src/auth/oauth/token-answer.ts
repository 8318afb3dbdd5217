import type { TokenEndpointResponse } from 'oauth4webapi'
import type { Token } from '../../contract/scheme.ts'
import { AuthorizationError } from '../authorization-error.ts'

const standardFields = new Set(['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope'])

export interface AnswerContext {
  /** Epoch milliseconds, just before the request was sent: the lifetime counts from no later than the vendor's start. */
  readonly requestedAt: number
  readonly requestedScopes: readonly string[]
  /** The token that this one replaces: whatever the answer leaves out is kept from it. */
  readonly previous?: Pick<Token, 'refreshToken' | 'scopes' | 'fields'> | undefined
}

export function tokenOf(answer: TokenEndpointResponse, context: AnswerContext): Token {
  // oauth4webapi accepts DPoP tokens, which would need a key that we do not have.
  if (answer.token_type !== 'bearer') {
    throw new AuthorizationError('unavailable', `the token endpoint gave a ${answer.token_type} token, not a bearer token`)
  }
  const refreshToken = answer.refresh_token ?? context.previous?.refreshToken
  const others = Object.entries(answer).filter(([name]) => !standardFields.has(name))
  return {
    accessToken: answer.access_token,
    ...(answer.expires_in !== undefined && { expiresAt: context.requestedAt + answer.expires_in * 1000 }),
    ...(refreshToken !== undefined && { refreshToken }),
    // If left out, it is the requested scope (RFC 6749, 5.1).
    scopes:
      answer.scope === undefined
        ? (context.previous?.scopes ?? context.requestedScopes)
        : answer.scope.split(/[ ,]+/).filter(Boolean),
    fields: { ...context.previous?.fields, ...Object.fromEntries(others) },
  }
}
