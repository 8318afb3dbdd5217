import { hash } from 'node:crypto'
import {
  type AuthInfo,
  bearerAuthChallengeResponse,
  getOAuthProtectedResourceMetadataUrl,
  OAuthError,
  OAuthErrorCode,
  type OAuthTokenVerifier,
  verifyBearerToken,
} from '@modelcontextprotocol/server'
import type { Clock } from '@portico/core'
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose'
import type { Caller } from '../access/caller.ts'
import { checkedAddress } from '../server/checked-address.ts'

/** How tokens are verified: JWTs of one issuer, for this server only. */
export interface Authorization {
  /** The authorization server, as in the `iss` claim. */
  readonly issuer: string
  /** This server's public URL, as in the `aud` claim. */
  readonly resource: string
  /** URL of the issuer's keys (https, or http on loopback), or the keys themselves. */
  readonly keys: URL | JWTVerifyGetKey
  /** Default: ES256, RS256, PS256 and EdDSA. */
  readonly algorithms?: readonly string[]
  /** Scopes that every request needs. */
  readonly requiredScopes?: readonly string[]
  /** Scopes that clients may request, for the metadata. */
  readonly scopesSupported?: readonly string[]
  /**
   * The caller that a token's claims identify. Undefined refuses the token, as does a client, tenant, actor or person without a
   * name.
   */
  readonly caller: (claims: JWTPayload) => Omit<Caller, 'scopes'> | undefined
}

export interface Authenticated {
  readonly authInfo: AuthInfo
  readonly caller: Caller
}

/** The server's part in OAuth: identifies a request's caller, or tells it to come back with a token. */
export interface ResourceServer {
  readonly metadataPath: string
  /** RFC 9728 */
  readonly metadata: object
  authenticate(header: string | undefined): Promise<Authenticated>
  /** The response to a failed `authenticate`. */
  challenge(error: unknown): Response
  /** The response if a token lacks a scope that a tool needs. */
  stepUp(scope: string): Response
}

const keptTokens = 10_000
/** How long a verified token is trusted before it is verified again, unless it expires first. */
const believedForMs = 60_000

export function resourceServer(options: Authorization, clock: Clock): ResourceServer {
  const resource = new URL(options.resource)
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(resource)
  const believed = new Map<string, { readonly authenticated: Authenticated; readonly until: number }>()
  const verify = {
    verifier: tokenVerifier(options),
    expectedResource: resource,
    resourceMetadataUrl,
    ...(options.requiredScopes && { requiredScopes: [...options.requiredScopes] }),
  }

  return {
    metadataPath: new URL(resourceMetadataUrl).pathname,
    metadata: {
      resource: options.resource,
      authorization_servers: [options.issuer],
      bearer_methods_supported: ['header'],
      ...(options.scopesSupported && { scopes_supported: options.scopesSupported }),
    },
    async authenticate(header) {
      const id = hash('sha256', header ?? '')
      const held = believed.get(id)
      if (held && held.until > clock.now()) return held.authenticated
      believed.delete(id)
      const authInfo = await verifyBearerToken(header, verify)
      const caller = { ...(authInfo.extra!['caller'] as Omit<Caller, 'scopes'>), scopes: new Set(authInfo.scopes) }
      const authenticated = { authInfo: { ...authInfo, extra: { ...authInfo.extra, caller } }, caller }
      if (believed.size >= keptTokens) believed.delete(believed.keys().next().value!)
      believed.set(id, { authenticated, until: Math.min(clock.now() + believedForMs, (authInfo.expiresAt ?? 0) * 1_000) })
      return authenticated
    },
    challenge: (error) => bearerAuthChallengeResponse(error, verify),
    stepUp: (scope) =>
      bearerAuthChallengeResponse(new OAuthError(OAuthErrorCode.InsufficientScope, `the scope ${scope} is needed`), {
        resourceMetadataUrl,
        requiredScopes: [scope],
      }),
  }
}

function tokenVerifier({ keys, issuer, resource, algorithms, caller: callerOf }: Authorization): OAuthTokenVerifier {
  if (keys instanceof URL) checkedAddress('authorization.keys', keys.href)
  const key = keys instanceof URL ? createRemoteJWKSet(keys) : keys
  return {
    async verifyAccessToken(token) {
      const { payload } = await jwtVerify(token, key, {
        issuer,
        audience: resource,
        algorithms: [...(algorithms ?? ['ES256', 'RS256', 'PS256', 'EdDSA'])],
        requiredClaims: ['exp'],
      }).catch((error: unknown) => {
        // Unavailable keys are our fault; a token that does not verify is its bearer's.
        if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) {
          throw new OAuthError(OAuthErrorCode.InvalidToken, 'the token is not valid here')
        }
        throw new OAuthError(OAuthErrorCode.ServerError, "the issuer's keys can't be had")
      })
      const caller = callerOf(payload)
      if (!caller || !isNamed(caller)) throw new OAuthError(OAuthErrorCode.InvalidToken, 'the token identifies nobody known here')
      return {
        token,
        clientId: caller.client,
        scopes: scopesOf(payload),
        expiresAt: payload.exp!,
        resource: new URL(resource),
        extra: { caller },
      }
    },
  }
}

/** A missing claim is undefined, whatever the types say: all tokens that lack it would share one tenant or person. */
function isNamed({ client, tenantId, actor, person }: Omit<Caller, 'scopes'>): boolean {
  const names: readonly unknown[] = [client, tenantId, actor.id, ...(person ? [person.actor.id] : [])]
  return names.every((name) => typeof name === 'string' && name.trim() !== '')
}

/** `scope` as in RFC 9068; `scp` for issuers that use it. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  if (typeof scope === 'string') return scope.split(' ').filter(Boolean)
  return Array.isArray(scp) ? scp.filter((one): one is string => typeof one === 'string') : []
}
