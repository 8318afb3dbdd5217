import { hiddenHeaders } from './hidden-headers.ts'
import { leastSecretLength, secretForms } from './secret-forms.ts'

/** The placeholder for redacted values. */
export const redacted = '[redacted]'

/**
 * Replaces every occurrence of the secrets it knows, in any form they take on the wire, and the values of headers that are never
 * shown. Walks text, records, lists, maps and errors; below 64 levels everything is redacted. A value without secrets is returned
 * unchanged, otherwise a copy; the original is not touched.
 */
export type Redactor = <T>(value: T) => T

const deepest = 64

export function createRedactor(secrets: Iterable<string>): Redactor {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret.trim().length < leastSecretLength) continue
    for (const form of secretForms(secret)) forms.add(form)
  }
  const walker = new Walker(forms)
  return (value) => {
    if (typeof value === 'string') return walker.text(value) as never
    try {
      return (walker.holds(value) ? walker.copy(value) : value) as never
    } catch {
      // A getter threw: what can't be searched is not shown.
      return redacted as never
    }
  }
}

/** A copy of `value` with the values at the dotted paths redacted; lists on the way are walked. The original is not touched. */
export function redactFields<T>(value: T, paths: readonly string[]): T {
  return fieldRedactor(paths)(value)
}

/** The same for fixed paths, which are parsed only once. */
export function fieldRedactor(paths: readonly string[]): Redactor {
  const split = paths.map((path) => path.split('.'))
  return (value) => {
    let shown: unknown = value
    for (const path of split) shown = withoutField(shown, path, 0)
    return shown as typeof value
  }
}

/** Every string at or below a dotted path; lists on the way are walked. */
export function stringsAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => stringsAt(item, path))
  const [name, ...rest] = path
  if (name === undefined) return stringsIn(value)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  return stringsAt((value as Record<string, unknown>)[name], rest)
}

/** Every string in a value, however deep; numbers as text. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

function withoutField(value: unknown, path: readonly string[], depth: number): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutField(item, path, depth))
  const name = path[depth]
  if (typeof value !== 'object' || value === null || name === undefined || !Object.hasOwn(value, name)) return value
  const held = (value as Record<string, unknown>)[name]
  if (held === undefined) return value
  return { ...value, [name]: depth === path.length - 1 ? redacted : withoutField(held, path, depth + 1) }
}

class Walker {
  readonly #found: RegExp | undefined
  /** The same for testing only: not global, so without `lastIndex` state. */
  readonly #any: RegExp | undefined
  /** Only a secret of digits could appear as a number. */
  readonly #digits: boolean

  constructor(forms: ReadonlySet<string>) {
    // Longest first, so that of two forms with the same start the longer one is redacted whole.
    const longestFirst = [...forms].toSorted((one, other) => other.length - one.length)
    const literal = (form: string): string => form.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
    const pattern = longestFirst.map(literal).join('|')
    this.#found = pattern === '' ? undefined : new RegExp(pattern, 'g')
    this.#any = pattern === '' ? undefined : new RegExp(pattern)
    this.#digits = longestFirst.some((form) => /^\d+$/.test(form))
  }

  text(text: string): string {
    return this.#found ? text.replace(this.#found, redacted) : text
  }

  /** Whether anything in `value` must be redacted. Makes no copies, since usually nothing must. */
  holds(value: unknown, depth = 0, before?: Set<object>): boolean {
    if (typeof value === 'string') return this.#any !== undefined && this.#any.test(value)
    if (typeof value === 'number' || typeof value === 'bigint') return this.#digits && this.holds(String(value))
    if (typeof value !== 'object' || value === null || before?.has(value)) return false
    if (depth === deepest) return true
    if (isPlain(value)) return this.#plainHolds(value, depth, before)
    const seen = before ?? new Set()
    seen.add(value)
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.holds(bytesAsText(value))
    if (value instanceof URL) return this.holds(value.href)
    return parts(value).some(
      ([name, part]) => hides(name, part) || this.holds(name, depth + 1, seen) || this.holds(part, depth + 1, seen),
    )
  }

  /**
   * Runs on every call's audit row, which is mostly flat: JSON values need no list of their parts, and text no cycle tracking.
   */
  #plainHolds(value: Readonly<Record<string, unknown>>, depth: number, before: Set<object> | undefined): boolean {
    let seen = before
    for (const name of Object.keys(value)) {
      const part = value[name]
      if (hides(name, part) || this.holds(name)) return true
      if (typeof part === 'object' && part !== null) {
        seen ??= new Set()
        seen.add(value)
      }
      if (this.holds(part, depth + 1, seen)) return true
    }
    return false
  }

  copy(value: unknown, depth = 0, copies: Map<object, unknown> = new Map()): unknown {
    if (typeof value === 'string') return this.text(value)
    if (typeof value === 'object' && value !== null && copies.has(value)) return copies.get(value)
    if (!this.holds(value, depth)) return value
    if (typeof value !== 'object' || value === null || depth === deepest) return redacted
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return redacted
    if (value instanceof URL) return this.text(value.href)
    const blank = emptyCopy(value)
    copies.set(value, blank.copy)
    for (const [name, part] of parts(value)) {
      blank.put(this.copy(name, depth + 1, copies), hides(name, part) ? redacted : this.copy(part, depth + 1, copies))
    }
    return blank.copy
  }
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype
}

/** Message, stack and cause of an error are not enumerable, so a walk over fields does not find them. */
const errorFields = ['name', 'message', 'stack', 'cause', 'errors'] as const

function parts(value: object): (readonly [unknown, unknown])[] {
  if (value instanceof Map || value instanceof Headers) return [...value]
  if (value instanceof Set) return [...value].map((item) => [undefined, item] as const)
  const fields: (readonly [unknown, unknown])[] = Object.entries(value)
  if (!(value instanceof Error)) return fields
  return [
    ...errorFields.filter((name) => value[name as 'cause'] !== undefined).map((name) => [name, value[name as 'cause']] as const),
    ...fields,
  ]
}

function emptyCopy(value: object): { copy: object; put: (name: unknown, part: unknown) => void } {
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>()
    return { copy, put: (name, part) => copy.set(name, part) }
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>()
    return { copy, put: (_name, part) => copy.add(part) }
  }
  if (value instanceof Headers) {
    const copy = new Headers()
    return { copy, put: (name, part) => copy.append(headerName(name), String(part)) }
  }
  const copy: object = Array.isArray(value) ? [] : value instanceof Error ? new Error() : {}
  // A log line still shows a value's class, and `instanceof` still works for an error.
  if (!Array.isArray(value)) Object.setPrototypeOf(copy, Object.getPrototypeOf(value) as object | null)
  return {
    copy,
    put: (name, part) =>
      Object.defineProperty(copy, name as string, {
        value: part,
        writable: true,
        configurable: true,
        enumerable: !(value instanceof Error) || Object.prototype.propertyIsEnumerable.call(value, name as string),
      }),
  }
}

/** `[redacted]` is not a valid header name. */
function headerName(name: unknown): string {
  return String(name).replaceAll(redacted, 'redacted')
}

function hides(name: unknown, part: unknown): boolean {
  if (typeof name !== 'string' || part === redacted || (typeof part !== 'string' && !Array.isArray(part))) return false
  if (!hiddenHeaders.has(name.toLowerCase())) return false
  return typeof part === 'string' || part.every((item) => typeof item === 'string')
}

function bytesAsText(bytes: ArrayBufferView | ArrayBuffer): string {
  const buffer = ArrayBuffer.isView(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes)
  return buffer.toString()
}
