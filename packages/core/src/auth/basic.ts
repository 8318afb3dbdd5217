import type { AppliedScheme } from '../contract/scheme.ts'
import { AuthorizationError } from './authorization-error.ts'
import { plainText } from './credential-text.ts'
import type { CredentialType } from './credential-type.ts'

type Basic<Credential> = AppliedScheme<Credential> & CredentialType<Credential>

/** What a vendor calls the two halves; the credential then has fields of these names. */
export interface BasicNames<Username extends string, Password extends string> {
  readonly username: Username
  readonly password: Password
  /** Appended to the user name, for vendors that mark an API token there: Zendesk's `/token`. */
  readonly usernameSuffix?: string
}

/** A fixed user name, for vendors that take an API key as its password: Mailgun's `api`. */
export interface OnlyPassword {
  readonly only: 'password'
  readonly username: string
}

/**
 * `Authorization: Basic …` (RFC 7617, UTF-8).
 *
 * - `basic()`: the credential is `{ username, password }`.
 * - `basic({ username: 'accountSid', password: 'authToken' })`: the same under the vendor's own names.
 * - `basic({ only: 'username' })`: the credential is a string, sent as the user name with an empty password.
 * - `basic({ only: 'password', username: 'api' })`: the credential is a string, sent under one fixed user name.
 */
export function basic(): Basic<{ readonly username: string; readonly password: string }>
export function basic(options: { readonly only: 'username' } | OnlyPassword): Basic<string>
export function basic<const Username extends string, const Password extends string>(
  options: BasicNames<Username, Password>,
): Basic<Readonly<Record<Username | Password, string>>>
export function basic(
  options: { readonly only: 'username' } | OnlyPassword | BasicNames<string, string> = defaultNames,
): AppliedScheme<never> {
  if ('only' in options && options.only === 'password') {
    const { username } = options
    return {
      kind: 'basic',
      fields: [{ name: '', secret: true }],
      statement: { username },
      apply: (password: string) => ({
        headers: { authorization: basicCredentials('the user name', username, plainText('the password', password)) },
      }),
    }
  }
  if ('only' in options) {
    return {
      kind: 'basic',
      fields: [{ name: '', secret: true }],
      statement: { password: 'empty' },
      apply: (username: string) => ({ headers: { authorization: basicCredentials('the user name', username, '') } }),
    }
  }
  const { username, password, usernameSuffix = '' } = options
  if (username === password) throw new TypeError(`basic: user name and password are both called '${username}'`)
  return {
    kind: 'basic',
    fields: [
      { name: username, secret: false },
      { name: password, secret: true },
    ],
    statement: usernameSuffix === '' ? {} : { usernameSuffix },
    apply: (credential: Readonly<Record<string, string>>) => {
      const name = plainText(username, credential[username])
      return {
        headers: { authorization: basicCredentials(username, name + usernameSuffix, plainText(password, credential[password])) },
      }
    },
  }
}

const defaultNames: BasicNames<string, string> = { username: 'username', password: 'password' }

function basicCredentials(what: string, username: unknown, password: string): string {
  const name = plainText(what, username)
  if (name.includes(':')) throw new AuthorizationError('invalid_input', `${what} has a colon, which would end it early`)
  return `Basic ${Buffer.from(`${name}:${password}`, 'utf8').toString('base64')}`
}
