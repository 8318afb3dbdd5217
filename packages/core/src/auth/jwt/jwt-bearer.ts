import type { CredentialField, TokenScheme } from '../../contract/scheme.ts'
import { bearerHeader } from '../bearer.ts'
import type { CredentialType } from '../credential-type.ts'
import { endpointTemplate } from '../endpoint-url.ts'
import type { AssertionStatement } from './assertion-token.ts'
import type { PrivateKey, SigningAlgorithm } from './private-key.ts'

export interface JwtBearerOptions {
  /** `{name}` is filled from the connection's settings. */
  readonly tokenUrl: string
  /** The assertion's `aud`. Default: the token URL. */
  readonly audience?: string
  readonly algorithm: SigningAlgorithm
  readonly scopes?: readonly string[]
  /** Where the scopes go: RFC 7521 uses a request parameter, Google and DocuSign read a claim. Default: `parameter`. */
  readonly scopesIn?: 'parameter' | 'claim'
  /** Lifetime of an assertion in seconds, 120 to 3600 (Google's maximum). Default: 300. */
  readonly lifetimeS?: number
}

export interface JwtBearerCredential {
  /** A service account's e-mail address, a client id. */
  readonly issuer: string
  /** The user to act for, where the vendor supports impersonation. */
  readonly subject?: string
  readonly privateKey: PrivateKey
  readonly keyId?: string
}

/** A signed assertion traded for an access token (RFC 7523), as Google's service accounts do. */
export function jwtBearer(options: JwtBearerOptions): TokenScheme<JwtBearerCredential> & CredentialType<JwtBearerCredential> {
  const { audience, algorithm, scopes = [], scopesIn = 'parameter', lifetimeS = 300 } = options
  const tokenUrl = endpointTemplate('tokenUrl', options.tokenUrl)
  if (!(lifetimeS >= 120 && lifetimeS <= 3600)) throw new TypeError(`lifetimeS ${lifetimeS} is not between 120 and 3600`)
  const statement: AssertionStatement = { grant: 'jwt_bearer', tokenUrl, audience, algorithm, scopes, scopesIn, lifetimeS }
  return {
    kind: 'oauth2',
    fields,
    statement,
    hosts: [tokenUrl],
    identity: ({ issuer, subject }) => ({ issuer, subject }),
    // Loaded on first use, so importing a vendor that merely offers this scheme costs nothing.
    acquire: async (request) => (await import('./assertion-token.ts')).assertionToken(statement, request),
    apply: ({ accessToken }) => bearerHeader('the access token', accessToken),
  }
}

const fields: readonly CredentialField[] = [
  { name: 'issuer', secret: false },
  { name: 'subject', secret: false, optional: true },
  { name: 'privateKey', secret: true },
  { name: 'keyId', secret: false, optional: true },
]
