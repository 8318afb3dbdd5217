import type { AnyScheme, CredentialField } from '../contract/scheme.ts'
import { isRecord } from './is-record.ts'

export interface ChosenCredentials {
  /** The scheme's name in the vendor's `auth`. */
  readonly name: string
  readonly scheme: AnyScheme
  readonly credential: unknown
}

/** Picks the scheme that credentials were given for, or says what is missing. Values are never repeated. */
export function checkCredentials(
  connector: string,
  auth: Readonly<Record<string, AnyScheme>>,
  credentials: unknown,
): ChosenCredentials | { readonly problem: string } {
  const names = Object.keys(auth)
  const needs = `connector ${connector} needs credentials: one of ${names.join(', ')}`
  if (credentials === undefined || credentials === null) return { problem: `${needs}; got none` }
  if (!isRecord(credentials))
    return { problem: `${needs}; got ${kindOf(credentials)} where an object belongs, such as { ${names[0]}: … }` }

  const given = Object.keys(credentials).filter((name) => !isAbsent(credentials[name]))
  const chosen = given.filter((name) => Object.hasOwn(auth, name))
  if (chosen.length > 1) return { problem: `connector ${connector} takes one credential; got ${chosen.join(' and ')}` }
  const name = chosen[0]
  if (name === undefined) return { problem: `${needs}; got ${describeNames(given)}` }

  const scheme = auth[name] as AnyScheme
  const credential = credentials[name]
  const problem = problemOf(`connector ${connector}, credentials.${name}`, scheme.fields, credential)
  return problem === undefined ? { name, scheme, credential } : { problem }
}

function problemOf(where: string, fields: readonly CredentialField[], credential: unknown): string | undefined {
  if (fields.length === 1 && fields[0]?.name === '') {
    return typeof credential === 'string'
      ? undefined
      : `${where}: expected the secret itself, as a string; got ${kindOf(credential)}`
  }
  const expected = fields.map((field) => (field.optional ? `${field.name}?` : field.name)).join(', ')
  if (!isRecord(credential)) return `${where}: expected { ${expected} }; got ${kindOf(credential)}`
  const missing = fields.filter((field) => !field.optional && isAbsent(credential[field.name])).map((field) => field.name)
  return missing.length === 0
    ? undefined
    : `${where}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; it takes { ${expected} }`
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** A name that does not look like one may be a secret in the wrong place. */
function describeNames(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  return names.every((name) => /^[A-Za-z][A-Za-z_-]{0,30}$/.test(name)) ? names.join(', ') : 'other names'
}
