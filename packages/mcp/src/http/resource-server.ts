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

/** How tokens are checked: JWTs of one issuer, for this server alone. */
export interface Authorization {
  /** The authorization server, as it stands in `iss`. */
  readonly issuer: string
  /** This server's public URL, as it stands in `aud`. */
  readonly resource: string
  /** Where the issuer's keys are (https, or http on loopback), or the keys. */
  readonly keys: URL | JWTVerifyGetKey
  /** Default: ES256, RS256, PS256 and EdDSA. */
  readonly algorithms?: readonly string[]
  /** Scopes that every request needs. */
  readonly requiredScopes?: readonly string[]
  /** Scopes that clients may ask for, for the metadata. */
  readonly scopesSupported?: readonly string[]
  /** Who a token's claims speak of; undefined refuses the token, as does a client, tenant, actor or person without a name. */
  readonly caller: (claims: JWTPayload) => Omit<Caller, 'scopes'> | undefined
}

export interface Authenticated {
  readonly authInfo: AuthInfo
  readonly caller: Caller
}

/** The server's part in OAuth: who a request is of, or how it is told to come back with a token. */
export interface ResourceServer {
  readonly metadataPath: string
  /** RFC 9728 */
  readonly metadata: object
  authenticate(header: string | undefined): Promise<Authenticated>
  /** The answer to a failure of `authenticate`. */
  challenge(error: unknown): Response
  /** The answer where a token lacks a scope that a tool needs. */
  stepUp(scope: string): Response
}

const keptTokens = 10_000
/** A verified token is believed so long before it is verified again, or until it expires. */
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
        // Keys that can't be fetched are our trouble, a token that does not verify is its bearer's.
        if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) {
          throw new OAuthError(OAuthErrorCode.InvalidToken, 'the token is not good here')
        }
        throw new OAuthError(OAuthErrorCode.ServerError, "the issuer's keys can't be had")
      })
      const caller = callerOf(payload)
      if (!caller || !isNamed(caller))
        throw new OAuthError(OAuthErrorCode.InvalidToken, 'the token speaks of nobody who is known here')
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

/** A claim that a token lacks is undefined, whatever the types of who reads it say: all that lack it would be one tenant, or one person. */
function isNamed({ client, tenantId, actor, person }: Omit<Caller, 'scopes'>): boolean {
  const names: readonly unknown[] = [client, tenantId, actor.id, ...(person ? [person.actor.id] : [])]
  return names.every((name) => typeof name === 'string' && name.trim() !== '')
}

/** `scope` as RFC 9068 has it; `scp` as some issuers do. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  if (typeof scope === 'string') return scope.split(' ').filter(Boolean)
  return Array.isArray(scp) ? scp.filter((one): one is string => typeof one === 'string') : []
}
