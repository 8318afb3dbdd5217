import type { AuthorizationCodeStatement } from './authorization-code-statement.ts'

export interface ExpectedIssuer {
  readonly issuer: string
  readonly authorization_response_iss_parameter_supported: boolean
}

/**
 * Whom the callback must come from (RFC 9207), so that another server's code is not sent here. A vendor without a stated issuer
 * may still name itself: then it must share an origin with the login's endpoints.
 */
export function expectedIssuer(
  statement: AuthorizationCodeStatement,
  authorizeUrl: URL,
  tokenUrl: URL,
  callback: URL,
): ExpectedIssuer {
  if (statement.issuer !== undefined) return { issuer: statement.issuer, authorization_response_iss_parameter_supported: true }
  const named = callback.searchParams.get('iss') ?? ''
  const known = URL.canParse(named) && [authorizeUrl.origin, tokenUrl.origin].includes(new URL(named).origin)
  return { issuer: known ? named : authorizeUrl.origin, authorization_response_iss_parameter_supported: false }
}
