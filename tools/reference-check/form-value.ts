/** Parses a form or query into the value it represents: `items[0][price]=p` is `{ items: [{ price: 'p' }] }`. */
export function formValue(form: string): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const [name, value] of new URLSearchParams(form)) {
    const path = [...name.matchAll(/[^[\]]+|\[\]/g)].map(([part]) => part)
    put(root, path, value)
  }
  return withLists(root) as Record<string, unknown>
}

function put(at: Record<string, unknown>, [name, ...rest]: readonly string[], value: string): void {
  const key = name === '[]' || name === undefined ? String(Object.keys(at).length) : name
  if (rest.length === 0) {
    at[key] = value
    return
  }
  const next = (at[key] ?? {}) as Record<string, unknown>
  at[key] = next
  put(next, rest, value)
}

/** Keys numbered from 0 make a list. */
function withLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, part]) => [name, withLists(part)] as const)
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index))
  return isList ? entries.map(([, part]) => part) : Object.fromEntries(entries)
}
