/** What an error reveals besides its enumerable fields. */
const errorFields = ['name', 'message', 'stack', 'cause', 'errors'] as const

/** Every string in a value, however deep, including field names and what errors reveal. */
export function textsIn(value: unknown): string[] {
  const found: string[] = []
  collect(value, found, new Set())
  return found
}

function collect(value: unknown, found: string[], seen: Set<object>): void {
  if (typeof value === 'string') found.push(value)
  else if (typeof value === 'number' || typeof value === 'bigint') found.push(String(value))
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (ArrayBuffer.isView(value)) {
    found.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString())
  } else if (value instanceof Map || value instanceof Set || Array.isArray(value)) {
    for (const part of value) collect(part, found, seen)
  } else {
    if (value instanceof Error) for (const name of errorFields) collect(value[name as 'cause'], found, seen)
    for (const name of Object.keys(value)) {
      found.push(name)
      collect((value as Readonly<Record<string, unknown>>)[name], found, seen)
    }
  }
}
