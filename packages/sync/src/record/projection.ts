import { type JsonSchema, waysOf } from './json-schema.ts'

export type Project = (value: unknown) => unknown

/**
 * Compiles a function that copies a value's promised fields and drops the rest, at every depth; undefined where nothing can be
 * dropped. Records of a stream get one shape, which makes landing them fast.
 */
export function compileProjection(schema: JsonSchema, root: JsonSchema = schema, depth = 0): Project | undefined {
  // A recursive schema ends here: deeper values are kept as they are.
  if (depth > 16) return undefined
  const { ways } = waysOf(schema, root)
  const lists = ways.filter(({ type }) => type === 'array')
  const objects = ways.filter(({ type, properties }) => type === 'object' && properties)
  const list = lists.length === 1 ? compileList(lists[0]!, root, depth) : undefined
  const object = objects.some(isOpen) ? undefined : compileObject(objects, root, depth)
  if (!list && !object) return undefined
  return (value) => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return list ? list(value) : value
    return object ? object(value) : value
  }
}

/** True where unnamed fields are promised too. */
function isOpen({ additionalProperties }: JsonSchema): boolean {
  return additionalProperties !== undefined && additionalProperties !== false
}

function compileList({ items }: JsonSchema, root: JsonSchema, depth: number): Project | undefined {
  const project = items && compileProjection(items, root, depth + 1)
  return project && ((value) => (value as readonly unknown[]).map(project))
}

function compileObject(objects: readonly JsonSchema[], root: JsonSchema, depth: number): Project | undefined {
  if (objects.length === 0) return undefined
  const fields = new Map<string, Project | undefined>()
  for (const { properties } of objects) {
    for (const [name, property] of Object.entries(properties!)) {
      // Where two variants have the same field, everything that either promises of it is kept.
      fields.set(name, fields.has(name) ? undefined : compileProjection(property, root, depth + 1))
    }
  }
  const projections: Project[] = []
  const members = [...fields].map(([name, project]) => {
    const key = JSON.stringify(name)
    const value = `value[${key}]`
    if (!project) return `[${key}]: ${value}`
    return `[${key}]: project[${projections.push(project) - 1}](${value})`
  })
  // A literal with all names is many times faster than a loop over names. Names are quoted as JSON and put in brackets, so that
  // `__proto__` is a field like any other.
  const literal = members.join(', ').replaceAll(/\[("(?!__proto__")(?:[^"\\]|\\.)*")\]: /g, '$1: ')
  // oxlint-disable-next-line typescript/no-implied-eval, eslint/no-new-func
  return new Function('project', `return (value) => ({ ${literal} })`)(projections) as Project
}
