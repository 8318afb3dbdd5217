export type Path = readonly (string | number)[]

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, name) => (at as Record<string | number, unknown> | null | undefined)?.[name], value)
}

/** A copy of `value` with another value at the path. The original is not touched. */
export function withValueAt(value: unknown, path: Path, set: unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return set
  if (Array.isArray(value)) return value.with(Number(name), withValueAt(value[Number(name)], rest, set))
  const record = (value ?? {}) as Readonly<Record<string | number, unknown>>
  return { ...record, [name]: withValueAt(record[name], rest, set) }
}

/** A copy of `value` without the field at the path. */
export function withoutValueAt(value: unknown, path: Path): unknown {
  const parent = path.slice(0, -1)
  const { [path.at(-1)!]: _dropped, ...rest } = valueAt(value, parent) as Record<string | number, unknown>
  return withValueAt(value, parent, rest)
}
