import type { Token, TokenRequest } from '../../contract/scheme.ts'
import { askEndpoint } from '../ask-endpoint.ts'
import { AuthorizationError } from '../authorization-error.ts'
import { EndpointRefusal, serverTimeOf } from '../endpoint-refusal.ts'
import { endpointUrl } from '../endpoint-url.ts'
import { vendorDescription } from '../vendor-description.ts'
import type { GithubAppCredential } from './github-app.ts'
import { atServerTime } from './server-clock.ts'
import { signAssertion } from './sign-assertion.ts'

// GitHub allows at most 10 minutes from `iat`, which is set a minute in the past: that leaves 9.
const lifetimeS = 600

const constantHeaders = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', 'user-agent': 'portico' }

/** Trades an app's signed assertion for a token of one of its installations. */
export async function installationToken(apiOrigin: string, request: TokenRequest<GithubAppCredential>): Promise<Token> {
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
      return await trade(url, jwt, request)
    })
  } catch (error) {
    throw error instanceof EndpointRefusal ? refusalMeaning(error, url) : error
  }
}

async function trade(url: URL, jwt: string, { fetch, now, signal }: TokenRequest<GithubAppCredential>): Promise<Token> {
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
    throw new AuthorizationError('unavailable', `${url.host} answered without token and expires_at`)
  }
  const { token, expires_at: _expiresAt, ...fields } = body
  // `expires_at` is on GitHub's clock; only the lifetime matters here.
  const serverTime = serverTimeOf(response) ?? requestedAt
  return { accessToken: token, expiresAt: requestedAt + expiresAt - serverTime, fields }
}

function refusalMeaning({ status, words, retryAfterMs }: EndpointRefusal, url: URL): AuthorizationError {
  const said = `${url.host} answered ${words}`
  if (status === 429 || status >= 500) return new AuthorizationError('unavailable', said, { retryAfterMs })
  if (status === 401) return new AuthorizationError('unauthenticated', `${said}: check appId and privateKey`)
  if (status === 404)
    return new AuthorizationError('unauthenticated', `${said}: the app has no such installation, check installationId`)
  // 403: the installation is suspended, or a rate limit, for which GitHub says when to retry.
  if (status === 403 && retryAfterMs !== undefined) return new AuthorizationError('unavailable', said, { retryAfterMs })
  return new AuthorizationError('unauthenticated', said)
}

function checkedId(name: string, value: string, pattern: RegExp): string {
  if (pattern.test(value)) return value
  throw new AuthorizationError('invalid_input', `${name} is not a GitHub id`)
}
