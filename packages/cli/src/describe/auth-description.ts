import type { AnyScheme } from '@portico/core'

/** A way to authenticate a connection. */
export interface AuthDescription {
  /** The scheme's name in `credentials`. */
  readonly name: string
  /** OpenAPI's term if it has one: `bearer`, `basic`, `apiKey`, `oauth2`. */
  readonly kind: string
  /** The parts of a credential; a single one without a name is the credential itself. */
  readonly fields: readonly CredentialFieldDescription[]
  /** Scopes and endpoints; never a secret. */
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
