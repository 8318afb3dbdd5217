import type { AnyScheme } from '@portico/core'

/** One way to prove who a connection is. */
export interface AuthDescription {
  /** The scheme's name in `credentials`. */
  readonly name: string
  /** OpenAPI's word where it has one: `bearer`, `basic`, `apiKey`, `oauth2`. */
  readonly kind: string
  /** What a credential is made of; a single one without a name is the credential itself. */
  readonly fields: readonly CredentialFieldDescription[]
  /** Scopes and endpoints. No secret. */
  readonly statement: Readonly<Record<string, unknown>>
}

export interface CredentialFieldDescription {
  readonly name: string
  readonly secret: boolean
  readonly optional: boolean
}

export function describeAuth(name: string, { kind, fields, statement }: AnyScheme): AuthDescription {
  return {
    name,
    kind,
    fields: fields.map((field) => ({ name: field.name, secret: field.secret, optional: 'optional' in field })),
    statement: Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined)),
  }
}
