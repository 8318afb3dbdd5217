import { StoreError } from './store-error.ts'

export type StoreAddress =
  | { readonly dialect: 'sqlite'; readonly path: string; readonly shown: string }
  | { readonly dialect: 'postgres'; readonly url: string; readonly shown: string }

/** Parses `sqlite:./portico.db` or `postgres://user@host/database`. `shown` omits the password. */
export function storeAddress(text: string): StoreAddress {
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(text)?.[1]
  if (path !== undefined) return { dialect: 'sqlite', path, shown: `sqlite:${path}` }
  if (/^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text)) {
    const shown = new URL(text)
    shown.password = ''
    // Passwords can also be given as a parameter.
    shown.search = ''
    return { dialect: 'postgres', url: text, shown: shown.href }
  }
  // The text may contain a password, so only its scheme is repeated.
  const scheme = /^[a-z]{1,20}:/.exec(text)?.[0] ?? 'it'
  throw new StoreError('address', `'${scheme}…'`, 'names no store', 'write sqlite:./portico.db or postgres://user@host/database')
}
