import type { AnyScheme } from '../../contract/scheme.ts'
import type { AuthorizationCodeScheme } from './authorization-code.ts'

/** True for a scheme that a person can log in with: `portico auth login` picks it out of a vendor's `auth`. */
export function isAuthorizationCode(scheme: AnyScheme): scheme is AuthorizationCodeScheme & AnyScheme {
  return scheme.kind === 'oauth2' && scheme.statement.grant === 'authorization_code'
}
