import * as oauth from 'oauth4webapi'
import type { TokenScheme } from '../../contract/scheme.ts'
import { bearerHeader } from '../bearer.ts'
import { headerText, plainText } from '../credential-text.ts'
import type { CredentialType } from '../credential-type.ts'
import { endpointTemplate, endpointUrl } from '../endpoint-url.ts'
import { type ClientAuthentication, clientAuthentication } from './client-authentication.ts'
import { requestOptions } from './endpoint.ts'
import { oauthFailure } from './oauth-failure.ts'
import { tokenOf } from './token-answer.ts'

export interface ClientCredentialsOptions {
  /** `{name}` is filled from the connection's settings. */
  readonly tokenUrl: string
  readonly scopes?: readonly string[]
  /** Default: `basic`. */
  readonly authMethod?: ClientAuthentication
  /** Extra parameters of the token request, such as Auth0's `audience`. */
  readonly parameters?: Readonly<Record<string, string>>
}

export interface ClientCredential {
  readonly clientId: string
  readonly clientSecret: string
}

/** OAuth 2 client credentials (RFC 6749, 4.4): the application is its own user. */
export function clientCredentials(
  options: ClientCredentialsOptions,
): TokenScheme<ClientCredential> & CredentialType<ClientCredential> {
  const { scopes = [], authMethod = 'basic', parameters = {} } = options
  const tokenUrl = endpointTemplate('tokenUrl', options.tokenUrl)
  return {
    kind: 'oauth2',
    fields: [
      { name: 'clientId', secret: false },
      { name: 'clientSecret', secret: true },
    ],
    statement: { grant: 'client_credentials', tokenUrl, scopes, authMethod, parameters },
    hosts: [tokenUrl],
    identity: ({ clientId }) => ({ clientId }),
    acquire: async ({ credential, settings, fetch, now, signal }) => {
      const url = endpointUrl(tokenUrl, settings)
      const server = { issuer: url.origin, token_endpoint: url.href }
      const client = { client_id: headerText('clientId', credential.clientId) }
      const authentication = clientAuthentication(authMethod, plainText('clientSecret', credential.clientSecret))
      const form = { ...parameters, ...(scopes.length > 0 && { scope: scopes.join(' ') }) }
      const requestedAt = now()
      try {
        const response = await oauth.clientCredentialsGrantRequest(
          server,
          client,
          authentication,
          form,
          requestOptions(url, { fetch, signal }),
        )
        const answer = await oauth.processClientCredentialsResponse(server, client, response)
        return tokenOf(answer, { requestedAt, requestedScopes: scopes })
      } catch (error) {
        throw oauthFailure(error, url, 'client')
      }
    },
    apply: ({ accessToken }) => bearerHeader('the access token', accessToken),
  }
}
