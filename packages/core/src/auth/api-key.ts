import type { AppliedScheme } from '../contract/scheme.ts'
import { headerText, plainText } from './credential-text.ts'
import type { CredentialType } from './credential-type.ts'
import { headerName } from './header-name.ts'

export interface ApiKeyOptions {
  readonly in: 'header' | 'query'
  /** Name of the header or query parameter. */
  readonly name: string
  /** Put before the key verbatim, trailing space included: `'Token '`, `'Token token='`. */
  readonly prefix?: string
}

/** A key in a header or query parameter that the vendor names. The credential is the key itself. */
export function apiKey(options: ApiKeyOptions): AppliedScheme<string> & CredentialType<string> {
  const { name, prefix = '' } = options
  if (/[^ -~]/.test(prefix)) throw new TypeError(`apiKey ${name}: the prefix is not plain ASCII`)
  if (options.in === 'query' && name === '') throw new TypeError('apiKey: the query parameter has no name')
  const statement = { in: options.in, name, ...(prefix !== '' && { prefix }) }
  const fields = [{ name: '', secret: true }]
  if (options.in === 'query') {
    return { kind: 'apiKey', fields, statement, apply: (key) => ({ query: { [name]: prefix + plainText('the API key', key) } }) }
  }
  const header = headerName(name)
  return {
    kind: 'apiKey',
    fields,
    statement,
    apply: (key) => ({ headers: { [header]: prefix + headerText('the API key', key) } }),
  }
}
