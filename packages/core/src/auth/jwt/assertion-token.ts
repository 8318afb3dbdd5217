import { randomUUID } from 'node:crypto'
import type { Token, TokenRequest } from '../../contract/scheme.ts'
import { plainText } from '../credential-text.ts'
import { endpointUrl } from '../endpoint-url.ts'
import { assertionFailure, tradeAssertion } from '../oauth/assertion-grant.ts'
import type { JwtBearerCredential } from './jwt-bearer.ts'
import type { SigningAlgorithm } from './private-key.ts'
import { atServerTime } from './server-clock.ts'
import { signAssertion } from './sign-assertion.ts'

/** What `jwtBearer` states of a vendor, its defaults filled in. */
export interface AssertionStatement extends Readonly<Record<string, unknown>> {
  readonly grant: 'jwt_bearer'
  readonly tokenUrl: string
  readonly audience: string | undefined
  readonly algorithm: SigningAlgorithm
  readonly scopes: readonly string[]
  readonly scopesIn: 'parameter' | 'claim'
  readonly lifetimeS: number
}

/** Signs an assertion for the credential's issuer and trades it for an access token. */
export async function assertionToken(
  { tokenUrl, audience, algorithm, scopes, scopesIn, lifetimeS }: AssertionStatement,
  { credential, settings, fetch, now, signal }: TokenRequest<JwtBearerCredential>,
): Promise<Token> {
  const url = endpointUrl(tokenUrl, settings)
  const { privateKey, keyId, subject } = credential
  const scope = scopes.length > 0 ? { scope: scopes.join(' ') } : {}
  const claims = {
    iss: plainText('issuer', credential.issuer),
    ...(subject !== undefined && { sub: plainText('subject', subject) }),
    aud: audience ?? url.href,
    ...(scopesIn === 'claim' && scope),
  }
  const parameters = scopesIn === 'parameter' ? scope : {}
  try {
    return await atServerTime(now(), async (at) => {
      const signed = { algorithm, privateKey, keyId, at, lifetimeS, claims: { ...claims, jti: randomUUID() } }
      const assertion = await signAssertion(signed)
      return tradeAssertion(url, { assertion, parameters, scopes }, { fetch, signal, now })
    })
  } catch (error) {
    throw assertionFailure(error, url)
  }
}
