/** What an error tells beside its enumerable fields. */
const errorFields = ['name', 'message', 'stack', 'cause', 'errors'] as const

/** Every text in a value, however deep, names of fields and what errors tell included. */
export function textsIn(value: unknown, seen: Set<object> = new Set()): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)]
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  if (ArrayBuffer.isView(value)) return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()]
  const within = (part: unknown): string[] => textsIn(part, seen)
  if (value instanceof Map || value instanceof Set) return [...value].flatMap(within)
  if (Array.isArray(value)) return value.flatMap(within)
  const told = value instanceof Error ? errorFields.map((name) => (value as { [name in typeof name]?: unknown })[name]) : []
  return [...told.flatMap(within), ...Object.entries(value).flatMap(([name, part]) => [name, ...within(part)])]
}
