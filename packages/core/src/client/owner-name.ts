// Long enough for any name that a person or a system gives, and short enough for every store's indexes.
const longest = 255
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f]/

/**
 * The name of a tenant or an account, if every store keeps it unchanged: a lone surrogate is stored as a replacement character,
 * by which two tenants could become one. Throws a `TypeError`; `missing` is its text when there is no name.
 */
export function ownerName(what: string, name: unknown, missing: string): string {
  if (typeof name !== 'string' || name.trim() === '') throw new TypeError(`${what}: ${missing}`)
  if (name.length <= longest && !control.test(name) && name.isWellFormed()) return name
  throw new TypeError(`${what}: at most ${longest} characters, without control characters and lone surrogates`)
}
