// Enough for every name that a person or a system gives, and few enough for the indexes of every store.
const longest = 255
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f]/

/**
 * The name of a tenant or an account, if every store keeps it as it is: half a character is written as another one, by which two
 * tenants could become one. Throws a `TypeError`; `missing` is what it says where there is none.
 */
export function ownerName(what: string, name: unknown, missing: string): string {
  if (typeof name !== 'string' || name.trim() === '') throw new TypeError(`${what}: ${missing}`)
  if (name.length <= longest && !control.test(name) && name.isWellFormed()) return name
  throw new TypeError(`${what}: at most ${longest} characters, without control characters and lone surrogates`)
}
