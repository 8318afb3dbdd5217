import type { Token } from '../../src/contract/scheme.ts'
import { authorizationCode, beginAuthorization, finishAuthorization, type AuthorizationCodeScheme } from '../../src/oauth.ts'
import { Browser } from './browser.ts'
import { type OAuthServer, redirectUri, webClient } from './oauth-server.ts'

export function loginScheme(server: OAuthServer, scopes: readonly string[] = ['openid', 'read']): AuthorizationCodeScheme {
  return authorizationCode({
    authorizeUrl: `${server.origin}/auth`,
    tokenUrl: `${server.origin}/token`,
    deviceUrl: `${server.origin}/device/auth`,
    revokeUrl: `${server.origin}/token/revocation`,
    issuer: server.origin,
    scopes,
  })
}

/** A person logs in, in the browser that we play. */
export async function logIn(
  scheme: AuthorizationCodeScheme,
  credential: { clientId: string; clientSecret?: string } = webClient,
): Promise<Token> {
  const begun = await beginAuthorization(scheme, { clientId: credential.clientId, redirectUri })
  const callback = await new Browser().until(begun.url, redirectUri)
  return finishAuthorization(scheme, callback, begun, { credential })
}

/** The API behind the server: its userinfo endpoint, which wants a valid access token. */
export async function callApi(server: OAuthServer, token: Token): Promise<number> {
  const response = await fetch(`${server.origin}/me`, { headers: { authorization: `Bearer ${token.accessToken}` } })
  await response.text()
  return response.status
}
