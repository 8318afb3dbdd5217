import type { Token, TokenRequest, TokenScheme } from '../../contract/scheme.ts'
import { askEndpoint } from '../ask-endpoint.ts'
import { AuthorizationError } from '../authorization-error.ts'
import { bearerHeader } from '../bearer.ts'
import type { CredentialType } from '../credential-type.ts'
import { EndpointRefusal, serverTimeOf } from '../endpoint-refusal.ts'
import { endpointTemplate, endpointUrl } from '../endpoint-url.ts'
import { vendorDescription } from '../vendor-description.ts'
import type { PrivateKey } from './private-key.ts'
import { atServerTime } from './server-clock.ts'
import { signAssertion } from './sign-assertion.ts'

export interface GithubAppCredential {
  /** The app's client id (`Iv23…`, which GitHub recommends) or its numeric id. */
  readonly appId: string
  /** As downloaded from the app's settings (PKCS#1 PEM), or in another form. */
  readonly privateKey: PrivateKey
  readonly installationId: string
}

export interface GithubAppOptions {
  /** Default: `https://api.github.com`; GitHub Enterprise Server has `https://HOST/api/v3`. */
  readonly apiOrigin?: string
}

// GitHub refuses more than 10 minutes; measured from `iat`, which is a minute back, that leaves 9 ahead.
const lifetimeS = 600

const constantHeaders = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', 'user-agent': 'portico' }

/**
 * A GitHub App acting as one of its installations: an RS256 JWT of the app traded for an installation token, good for an hour.
 * Source: docs.github.com, "Generating a JSON Web Token (JWT) for a GitHub App" and "Create an installation access token for
 * an app", read 2026-11-24.
 */
export function githubApp(
  options: GithubAppOptions = {},
): TokenScheme<GithubAppCredential> & CredentialType<GithubAppCredential> {
  const apiOrigin = endpointTemplate('apiOrigin', options.apiOrigin ?? 'https://api.github.com').replace(/\/$/, '')
  return {
    kind: 'githubApp',
    fields: [
      { name: 'appId', secret: false },
      { name: 'privateKey', secret: true },
      { name: 'installationId', secret: false },
    ],
    statement: { apiOrigin, algorithm: 'RS256' },
    hosts: [apiOrigin],
    acquire: (request) => acquire(apiOrigin, request),
    apply: ({ accessToken }) => bearerHeader('the installation token', accessToken),
  }
}

async function acquire(apiOrigin: string, request: TokenRequest<GithubAppCredential>): Promise<Token> {
  const { credential, settings, now } = request
  const appId = checkedId('appId', credential.appId, /^[A-Za-z0-9.]{1,64}$/)
  const installationId = checkedId('installationId', credential.installationId, /^\d{1,20}$/)
  const url = new URL(
    `${endpointUrl(apiOrigin, settings).href.replace(/\/$/, '')}/app/installations/${installationId}/access_tokens`,
  )
  try {
    return await atServerTime(now(), async (at) => {
      const { privateKey } = credential
      const claims = { iss: appId }
      const jwt = await signAssertion({ algorithm: 'RS256', privateKey, keyId: undefined, claims, at, lifetimeS })
      return await installationToken(url, jwt, request)
    })
  } catch (error) {
    throw error instanceof EndpointRefusal ? refusalMeaning(error, url) : error
  }
}

async function installationToken(
  url: URL,
  jwt: string,
  { fetch, now, signal }: TokenRequest<GithubAppCredential>,
): Promise<Token> {
  const requestedAt = now()
  const headers = { ...constantHeaders, authorization: `Bearer ${jwt}` }
  const { response, body } = await askEndpoint(fetch, url.href, {
    method: 'POST',
    headers,
    redirect: 'manual',
    signal: signal ?? null,
  })
  if (!response.ok) throw new EndpointRefusal(response, undefined, vendorDescription(body?.message, [jwt]))
  const expiresAt = typeof body?.expires_at === 'string' ? Date.parse(body.expires_at) : Number.NaN
  if (typeof body?.token !== 'string' || Number.isNaN(expiresAt)) {
    throw new AuthorizationError('unavailable', `${url.host} gave an answer without token and expires_at`)
  }
  const { token, expires_at: _expiresAt, ...fields } = body
  // The stamp is by GitHub's clock; what counts here is how long it lasts.
  const serverTime = serverTimeOf(response) ?? requestedAt
  return { accessToken: token, expiresAt: requestedAt + expiresAt - serverTime, fields }
}

function refusalMeaning({ status, words, retryAfterMs }: EndpointRefusal, url: URL): AuthorizationError {
  const said = `${url.host} answered ${words}`
  if (status === 429 || status >= 500) return new AuthorizationError('unavailable', said, { retryAfterMs })
  if (status === 401) return new AuthorizationError('unauthenticated', `${said}: check appId and privateKey`)
  if (status === 404)
    return new AuthorizationError('unauthenticated', `${said}: the app has no such installation, check installationId`)
  // 403: the installation is suspended, or a rate limit, which GitHub marks by when to come back.
  if (status === 403 && retryAfterMs !== undefined) return new AuthorizationError('unavailable', said, { retryAfterMs })
  return new AuthorizationError('unauthenticated', said)
}

function checkedId(name: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) return value
  throw new AuthorizationError('invalid_input', `${name} is not an id of GitHub's`)
}
