import type { CredentialField, Token, TokenRequest, TokenScheme } from '../../contract/scheme.ts'
import { AuthorizationError, isAuthorizationError } from '../authorization-error.ts'
import { bearerHeader } from '../bearer.ts'
import type { CredentialType } from '../credential-type.ts'
import { endpointTemplate } from '../endpoint-url.ts'
import { isExpired } from '../held-token.ts'
import type { ClientAuthentication } from './client-authentication.ts'
import type { AuthorizationCodeCredential, AuthorizationCodeStatement } from './authorization-code-statement.ts'
import { refreshToken } from './refresh.ts'

/** URLs may hold `{name}`, filled from the connection's settings. */
export interface AuthorizationCodeOptions {
  readonly authorizeUrl: string
  readonly tokenUrl: string
  /** Device authorization endpoint (RFC 8628), where the vendor has one. */
  readonly deviceUrl?: string
  /** Revocation endpoint (RFC 7009), where the vendor has one. */
  readonly revokeUrl?: string
  readonly scopes: readonly string[]
  /** Default: a space, as in RFC 6749. Slack and Zoho use a comma. */
  readonly scopeSeparator?: ' ' | ','
  /** Added to the authorization URL, such as Google's `access_type: 'offline'`. */
  readonly authorizeParameters?: Readonly<Record<string, string>>
  /** The vendor's `iss` in the callback (RFC 9207). When stated, a callback without one is refused too. */
  readonly issuer?: string
  /** How a client sends its secret. Default: `basic`. */
  readonly authMethod?: ClientAuthentication
  /** The vendor's own codes that mean what `invalid_grant` means: GitHub's `bad_refresh_token`. */
  readonly loginAgainCodes?: readonly string[]
}

export interface AuthorizationCodeScheme
  extends TokenScheme<AuthorizationCodeCredential>, CredentialType<AuthorizationCodeCredential> {
  readonly statement: AuthorizationCodeStatement
}

const reserved = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method']

/**
 * OAuth 2 authorization code with PKCE: a person logs in once (`beginAuthorization`, or the device flow), and the refresh
 * token keeps the connection alive.
 */
export function authorizationCode(options: AuthorizationCodeOptions): AuthorizationCodeScheme {
  const { authorizeParameters = {}, deviceUrl, revokeUrl } = options
  const taken = reserved.find((name) => Object.hasOwn(authorizeParameters, name))
  if (taken !== undefined) throw new TypeError(`authorizeParameters.${taken} is set by the login itself`)
  const statement: AuthorizationCodeStatement = {
    grant: 'authorization_code',
    pkce: 'S256',
    authorizeUrl: endpointTemplate('authorizeUrl', options.authorizeUrl),
    tokenUrl: endpointTemplate('tokenUrl', options.tokenUrl),
    deviceUrl: deviceUrl === undefined ? undefined : endpointTemplate('deviceUrl', deviceUrl),
    revokeUrl: revokeUrl === undefined ? undefined : endpointTemplate('revokeUrl', revokeUrl),
    scopes: options.scopes,
    scopeSeparator: options.scopeSeparator ?? ' ',
    authorizeParameters,
    issuer: options.issuer,
    authMethod: options.authMethod ?? 'basic',
    loginAgainCodes: options.loginAgainCodes ?? [],
  }
  return {
    kind: 'oauth2',
    fields,
    statement,
    hosts: [statement.tokenUrl, statement.deviceUrl, statement.revokeUrl].filter((url) => url !== undefined),
    // A given refresh token identifies its login: stored tokens belong to this credential only if they came from that login.
    identity: (credential) => ({ clientId: credential.clientId, login: credential.refreshToken ?? credential.accessToken }),
    acquire: (request) => acquire(statement, request),
    apply: ({ accessToken }) => bearerHeader('the access token', accessToken),
  }
}

const fields: readonly CredentialField[] = [
  { name: 'clientId', secret: false },
  { name: 'clientSecret', secret: true, optional: true },
  { name: 'refreshToken', secret: true, optional: true },
  { name: 'accessToken', secret: true, optional: true },
  { name: 'expiresAt', secret: false, optional: true },
]

async function acquire(
  statement: AuthorizationCodeStatement,
  request: TokenRequest<AuthorizationCodeCredential>,
): Promise<Token> {
  const { credential, previous } = request
  const given = tokenOfCredential(credential)
  const givenWorks = given !== undefined && given.accessToken !== previous?.accessToken && !isExpired(given, request.now())
  if (previous === undefined && givenWorks) return given

  // The stored refresh token is newer than the credential's, unless someone has logged in again since.
  const known = [previous?.refreshToken, credential.refreshToken].filter((token) => token !== undefined)
  if (known.length === 0) {
    if (givenWorks) return given
    throw new AuthorizationError('unauthenticated', 'there is no refresh token: log in again', { loginNeeded: true })
  }
  let over: unknown
  for (const token of new Set(known)) {
    try {
      return await refreshToken(statement, request, token)
    } catch (error) {
      if (!isAuthorizationError(error) || !error.loginNeeded) throw error
      over = error
    }
  }
  throw over
}

function tokenOfCredential({ accessToken, expiresAt, refreshToken: token }: AuthorizationCodeCredential): Token | undefined {
  if (accessToken === undefined) return undefined
  return {
    accessToken,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(token !== undefined && { refreshToken: token }),
    fields: {},
  }
}
