/** Where an answer continues: a page of the vendor's, an offset in it, and for a cut value its place in the data. */
export interface Continuation {
  /** The vendor's cursor. */
  readonly cursor?: string
  /** Members and indexes leading from the data to the cut value. */
  readonly path?: readonly (string | number)[]
  /** Items, characters or bytes shown so far. */
  readonly from?: number
  /** The key of a write, whose result is replayed instead of the write being repeated. */
  readonly key?: string
}

export function continuationText(continuation: Continuation): string {
  return Buffer.from(JSON.stringify(continuation)).toString('base64url')
}

/** Undefined for a text that is not ours. What it points at is checked where it is used. */
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
