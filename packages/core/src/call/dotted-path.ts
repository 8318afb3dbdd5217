/** Reads `a.b.0.c` from a value; undefined where the path ends early. Compiled once, since it runs on every answer. */
export function compilePath(path: string): (value: unknown) => unknown {
  const parts = path.split('.')
  if (parts.length === 1) return (value) => member(value, path)
  return (value) => {
    let at = value
    for (const part of parts) {
      at = member(at, part)
      if (at === undefined) return undefined
    }
    return at
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

/** A copy of `value` with `path` set; the original is not touched. */
export function withPath(value: unknown, path: string, set: unknown): Record<string, unknown> {
  const [head, ...rest] = path.split('.') as [string, ...string[]]
  const base = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return { ...base, [head]: rest.length === 0 ? set : withPath(base[head], rest.join('.'), set) }
}
