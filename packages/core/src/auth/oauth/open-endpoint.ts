import type { AuthorizationServer, Client, ClientAuth } from 'oauth4webapi'
import { headerText, plainText } from '../credential-text.ts'
import { endpointUrl } from '../endpoint-url.ts'
import type { AuthorizationCodeStatement } from './authorization-code-statement.ts'
import { clientAuthentication } from './client-authentication.ts'
import { type RequestOptions, requestOptions } from './endpoint.ts'
import { loginFetch } from './login-fetch.ts'
import type { LoginRequest } from './login-request.ts'

/** One endpoint of a vendor with the connection's client: what oauth4webapi's functions take. */
export interface OpenEndpoint {
  readonly url: URL
  readonly server: AuthorizationServer
  readonly client: Client
  readonly authentication: ClientAuth
  readonly options: RequestOptions
}

/** `template` is the endpoint's URL in the scheme's statement. */
export function openEndpoint(
  statement: AuthorizationCodeStatement,
  endpoint: 'token_endpoint' | 'device_authorization_endpoint' | 'revocation_endpoint',
  template: string,
  { credential, settings = {}, fetch, signal }: LoginRequest,
): OpenEndpoint {
  const url = endpointUrl(template, settings)
  const secret = credential.clientSecret === undefined ? undefined : plainText('clientSecret', credential.clientSecret)
  return {
    url,
    server: { issuer: url.origin, [endpoint]: url.href },
    client: { client_id: headerText('clientId', credential.clientId) },
    authentication: clientAuthentication(statement.authMethod, secret),
    options: requestOptions(url, { fetch: fetch ?? loginFetch(url), signal }),
  }
}
