import * as oauth from 'oauth4webapi'
import type { Token } from '../../contract/scheme.ts'
import { type Reach, requestOptions } from './endpoint.ts'
import { oauthFailure } from './oauth-failure.ts'
import { tokenOf } from './token-answer.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export interface AssertionGrant {
  readonly assertion: string
  readonly parameters: Readonly<Record<string, string>>
  readonly scopes: readonly string[]
}

/** Trades a signed assertion for a token (RFC 7523, 2.1). The assertion alone identifies the client. */
export async function tradeAssertion(
  url: URL,
  grant: AssertionGrant,
  reach: Reach & { readonly now: () => number },
): Promise<Token> {
  const server = { issuer: url.origin, token_endpoint: url.href }
  const client = { client_id: 'named-by-the-assertion' }
  const requestedAt = reach.now()
  const form = { ...grant.parameters, assertion: grant.assertion }
  const response = await oauth.genericTokenEndpointRequest(
    server,
    client,
    noAuthentication,
    grantType,
    form,
    requestOptions(url, reach),
  )
  const answer = await oauth.processGenericTokenEndpointResponse(server, client, response)
  return tokenOf(answer, { requestedAt, requestedScopes: grant.scopes })
}

export function assertionFailure(error: unknown, url: URL): unknown {
  return oauthFailure(error, url, 'assertion')
}

function noAuthentication(): void {}
