import { InvalidRequest } from './invalid-request.ts'
import { percentEncode } from './percent-encode.ts'

/** How a list of plain values is written: `a=1&a=2`, `a[]=1&a[]=2`, `a=1,2`. A list of objects is always `a[0][b]=1`. */
export type Arrays = 'repeat' | 'brackets' | 'comma'

export interface PairOptions {
  readonly arrays: Arrays
  /** Whether null is written as an empty value or left out. */
  readonly nulls: 'empty' | 'omit'
}

const deepest = 16

/** `name=value` pairs joined by `&`, percent-encoded. Undefined, empty lists and empty objects are left out. */
export function bracketPairs(values: Readonly<Record<string, unknown>>, options: PairOptions): string {
  let pairs = ''
  for (const field of Object.keys(values)) {
    const value = values[field]
    if (value === undefined) continue
    const name = percentEncode(field, field)
    if (typeof value === 'object' && value !== null) pairs += nested(field, name, value, options, 1)
    else pairs += pair(field, name, value, options)
  }
  return pairs.slice(1)
}

function pair(field: string, name: string, value: unknown, { nulls }: PairOptions): string {
  if (value === null) return nulls === 'empty' ? `&${name}=` : ''
  return `&${name}=${percentEncode(field, scalarText(field, value))}`
}

function nested(field: string, name: string, value: object, options: PairOptions, depth: number): string {
  if (depth > deepest) throw new InvalidRequest(field, `is nested deeper than ${deepest} levels`)
  if (Array.isArray(value)) return list(field, name, value, options, depth)
  refuseUnlessPlain(field, value)
  let pairs = ''
  for (const [key, inner] of Object.entries(value)) {
    // Readers split names at brackets after decoding them, so a key with a bracket would mean something else.
    if (/[[\]]/.test(key)) throw new InvalidRequest(`${field}.${key}`, 'has a square bracket in its name')
    pairs += item(`${field}.${key}`, `${name}%5B${percentEncode(`${field}.${key}`, key)}%5D`, inner, options, depth)
  }
  return pairs
}

function list(field: string, name: string, values: readonly unknown[], options: PairOptions, depth: number): string {
  if (values.some((value) => typeof value === 'object' && value !== null)) {
    return values.map((value, at) => item(`${field}.${at}`, `${name}%5B${at}%5D`, value, options, depth)).join('')
  }
  const plain = values.filter((value) => value !== undefined && (value !== null || options.nulls === 'empty'))
  if (plain.length === 0) return ''
  if (options.arrays === 'comma') {
    return `&${name}=${plain.map((value, at) => (value === null ? '' : percentEncode(field, scalarText(`${field}.${at}`, value)))).join(',')}`
  }
  const repeated = options.arrays === 'brackets' ? `${name}%5B%5D` : name
  return plain.map((value, at) => pair(`${field}.${at}`, repeated, value, options)).join('')
}

function item(field: string, name: string, value: unknown, options: PairOptions, depth: number): string {
  if (value === undefined) return ''
  if (typeof value === 'object' && value !== null) return nested(field, name, value, options, depth + 1)
  return pair(field, name, value, options)
}

/** A plain value as text. Throws `InvalidRequest` for one without a single obvious spelling, such as a date. */
export function scalarText(field: string, value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'number':
      if (Number.isFinite(value)) return String(value)
      throw new InvalidRequest(field, 'is not a finite number')
    default:
      throw new InvalidRequest(field, 'can not be written here: a text, a finite number or a boolean')
  }
}

function refuseUnlessPlain(field: string, value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return
  const kind =
    value instanceof Date ? 'is a Date: state the format that the vendor reads, and pass a text' : 'is not a plain object'
  throw new InvalidRequest(field, kind)
}
