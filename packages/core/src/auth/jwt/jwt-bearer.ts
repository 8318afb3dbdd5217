import { randomUUID } from 'node:crypto'
import type { CredentialField, TokenScheme } from '../../contract/scheme.ts'
import { bearerHeader } from '../bearer.ts'
import { plainText } from '../credential-text.ts'
import type { CredentialType } from '../credential-type.ts'
import { endpointTemplate, endpointUrl } from '../endpoint-url.ts'
import type { PrivateKey, SigningAlgorithm } from './private-key.ts'
import { atServerTime } from './server-clock.ts'
import { signAssertion } from './sign-assertion.ts'

export interface JwtBearerOptions {
  /** `{name}` is filled from the connection's settings. */
  readonly tokenUrl: string
  /** The assertion's `aud`. Default: the token URL. */
  readonly audience?: string
  readonly algorithm: SigningAlgorithm
  readonly scopes?: readonly string[]
  /** Where the scopes go: RFC 7521 has a request parameter; Google and DocuSign read a claim. Default: `parameter`. */
  readonly scopesIn?: 'parameter' | 'claim'
  /** Seconds that an assertion is good for, 120 to 3600 (Google's most). Default: 300. */
  readonly lifetimeS?: number
}

export interface JwtBearerCredential {
  /** A service account's e-mail address, a client id. */
  readonly issuer: string
  /** The user to act for, where the vendor knows such. */
  readonly subject?: string
  readonly privateKey: PrivateKey
  readonly keyId?: string
}

/** A signed assertion traded for an access token (RFC 7523), as Google's service accounts do. */
export function jwtBearer(options: JwtBearerOptions): TokenScheme<JwtBearerCredential> & CredentialType<JwtBearerCredential> {
  const { audience, algorithm, scopes = [], scopesIn = 'parameter', lifetimeS = 300 } = options
  const tokenUrl = endpointTemplate('tokenUrl', options.tokenUrl)
  if (!(lifetimeS >= 120 && lifetimeS <= 3600)) throw new TypeError(`lifetimeS ${lifetimeS} is not between 120 and 3600`)
  const scope = scopes.length > 0 ? { scope: scopes.join(' ') } : {}
  return {
    kind: 'oauth2',
    fields,
    statement: { grant: 'jwt_bearer', tokenUrl, audience, algorithm, scopes, scopesIn, lifetimeS },
    hosts: [tokenUrl],
    acquire: async ({ credential, settings, fetch, now, signal }) => {
      const url = endpointUrl(tokenUrl, settings)
      const { privateKey, keyId, subject } = credential
      const claims = {
        iss: plainText('issuer', credential.issuer),
        ...(subject !== undefined && { sub: plainText('subject', subject) }),
        aud: audience ?? url.href,
        ...(scopesIn === 'claim' && scope),
      }
      const parameters = scopesIn === 'parameter' ? scope : {}
      // A connector that offers this beside a plain token does not load the library until somebody uses it.
      const { tradeAssertion, assertionFailure } = await import('../oauth/assertion-grant.ts')
      try {
        return await atServerTime(now(), async (at) => {
          const assertion = await signAssertion({
            algorithm,
            privateKey,
            keyId,
            at,
            lifetimeS,
            claims: { ...claims, jti: randomUUID() },
          })
          return tradeAssertion(url, { assertion, parameters, scopes }, { fetch, signal, now })
        })
      } catch (error) {
        throw assertionFailure(error, url)
      }
    },
    apply: ({ accessToken }) => bearerHeader('the access token', accessToken),
  }
}

const fields: readonly CredentialField[] = [
  { name: 'issuer', secret: false },
  { name: 'subject', secret: false, optional: true },
  { name: 'privateKey', secret: true },
  { name: 'keyId', secret: false, optional: true },
]
