/** Where an answer goes on: a page of the vendor's, an offset in it, and for what was cut, its place in the data. */
export interface Continuation {
  /** The vendor's cursor. */
  readonly cursor?: string
  /** Members and indexes from the data down to what was cut. */
  readonly path?: readonly (string | number)[]
  /** Items, characters or bytes that were shown before. */
  readonly from?: number
  /** The key of a write, whose result is given again and not made again. */
  readonly key?: string
}

export function continuationText(continuation: Continuation): string {
  return Buffer.from(JSON.stringify(continuation)).toString('base64url')
}

/** Undefined for a text that is none of ours. What it points at is checked where it is used. */
export function readContinuation(text: string): Continuation | undefined {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown
    return isContinuation(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isContinuation(value: unknown): value is Continuation {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { cursor, path, from, key } = value as Record<string, unknown>
  return (
    isTextOrAbsent(cursor) &&
    isTextOrAbsent(key) &&
    (from === undefined || (Number.isSafeInteger(from) && (from as number) >= 0)) &&
    (path === undefined || (Array.isArray(path) && path.every((part) => typeof part === 'string' || Number.isSafeInteger(part))))
  )
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}
