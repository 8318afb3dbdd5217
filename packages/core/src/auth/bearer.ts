import type { AppliedScheme, Applied } from '../contract/scheme.ts'
import { headerText } from './credential-text.ts'
import type { CredentialType } from './credential-type.ts'

/** `Authorization: Bearer …` (RFC 6750). The credential is the token itself: `credentials: { token: 'ghp_…' }`. */
export function bearer(): AppliedScheme<string> & CredentialType<string> {
  return {
    kind: 'bearer',
    fields: [{ name: '', secret: true }],
    statement: {},
    apply: (token) => bearerHeader('the bearer token', token),
  }
}

/** `what` names the token in an error. */
export function bearerHeader(what: string, token: string): Applied {
  return { headers: { authorization: `Bearer ${headerText(what, token)}` } }
}
