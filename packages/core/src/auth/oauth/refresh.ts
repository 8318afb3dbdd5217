import * as oauth from 'oauth4webapi'
import type { Token, TokenRequest } from '../../contract/scheme.ts'
import { plainText } from '../credential-text.ts'
import type { AuthorizationCodeCredential, AuthorizationCodeStatement } from './authorization-code-statement.ts'
import { oauthFailure } from './oauth-failure.ts'
import { openEndpoint } from './open-endpoint.ts'
import { tokenOf } from './token-answer.ts'

/** Trades a refresh token for an access token. An answer without a refresh token means that this one still works. */
export async function refreshToken(
  statement: AuthorizationCodeStatement,
  request: TokenRequest<AuthorizationCodeCredential>,
  token: string,
): Promise<Token> {
  const { previous } = request
  const { url, server, client, authentication, options } = openEndpoint(statement, 'token_endpoint', statement.tokenUrl, request)
  const requestedAt = request.now()
  try {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      authentication,
      plainText('refreshToken', token),
      options,
    )
    const answer = await oauth.processRefreshTokenResponse(server, client, response)
    const before = token === previous?.refreshToken ? previous : { refreshToken: token, fields: {} }
    return tokenOf(answer, { requestedAt, requestedScopes: statement.scopes, previous: before })
  } catch (error) {
    throw oauthFailure(error, url, 'login', statement.loginAgainCodes)
  }
}
