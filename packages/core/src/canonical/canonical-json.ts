import { hash } from 'node:crypto'

/**
 * The same text for equal values: RFC 8785 (sorted keys, no whitespace, JSON numbers). Undefined members are left out; anything
 * JSON can't express (functions, symbols, bigints, non-finite numbers) is a TypeError, so that two different values never share a
 * text.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a non-finite number has no canonical JSON')
      return JSON.stringify(value)
    case 'object':
      return value === null ? 'null' : canonicalObject(value)
    default:
      throw new TypeError(`a ${typeof value} has no canonical JSON`)
  }
}

function canonicalObject(value: object): string {
  if (Array.isArray(value)) {
    let text = '['
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ','
      text += value[index] === undefined ? 'null' : canonicalJson(value[index])
    }
    return `${text}]`
  }
  if (isFileLike(value)) {
    const { name, contentType, size, sha256 } = value
    return canonicalJson({ file: name, contentType, size, sha256 })
  }
  // JSON.stringify writes them all as an empty object.
  if (value instanceof Map || value instanceof Set) throw new TypeError('a Map or Set has no canonical JSON')
  if (value instanceof Uint8Array) return canonicalJson({ bytes: value.byteLength, sha256: hash('sha256', value, 'hex') })
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    return canonicalJson((value as { toJSON(): unknown }).toJSON())
  }
  // Code-unit order, as RFC 8785 requires; localeCompare would differ between machines.
  const keys = Object.keys(value)
  if (isPlain(value as Record<string, unknown>, keys)) return JSON.stringify(value)
  let text = '{'
  for (const key of keys.toSorted()) {
    const member = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    if (text.length > 1) text += ','
    text += `${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `${text}}`
}

/** Whether JSON.stringify already writes it canonically: its keys are in order, and no member needs special handling. */
function isPlain(value: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  for (let index = 0; index < keys.length; index++) {
    if (index > 0 && keys[index - 1]! > keys[index]!) return false
    const member = value[keys[index]!]
    const type = typeof member
    if (type !== 'string' && type !== 'boolean' && member !== null && member !== undefined && !Number.isFinite(member))
      return false
  }
  return true
}

function isFileLike(value: object): value is { name: string; contentType: string; size: number; sha256: string } {
  return 'sha256' in value && 'open' in value && typeof value.open === 'function'
}

/** SHA-256 of the canonical JSON, lower-case hex. */
export function canonicalHash(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'hex')
}
