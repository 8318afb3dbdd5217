import { Ajv, type ErrorObject } from 'ajv'
import type { Node } from './load-description.ts'

/** Says what of a value is not as a schema of the description has it, one line each. */
export type Validate = (schema: unknown, value: unknown, options?: { readonly fromText?: boolean }) => string[]

/**
 * Validates against a description's schemas. Its own dialect is read as JSON Schema: `nullable`, Swagger 2.0's unions (a list of
 * `items` without a type) and enumerations that forget their null. Unknown fields are no difference: vendors add them.
 */
export function validator(description: Node): Validate {
  const strict = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    logger: false,
    validateFormats: false,
    code: { optimize: false },
    inlineRefs: false,
  })
  // A form and a query have only text: numbers and booleans are read out of it.
  const lenient = new Ajv({ ...strict.opts, coerceTypes: 'array' })
  const converted = convert(description) as Node
  for (const ajv of [strict, lenient]) ajv.addSchema({ ...converted, $id: 'description' }, 'description')
  const compiled = new WeakMap<object, Map<Ajv, ReturnType<Ajv['compile']>>>()
  return (schema, value, { fromText = false } = {}) => {
    const ajv = fromText ? lenient : strict
    const known = compiled.get(schema as object) ?? new Map<Ajv, ReturnType<Ajv['compile']>>()
    compiled.set(schema as object, known)
    const check = known.get(ajv) ?? ajv.compile(absolute(convert(schema)) as Node)
    known.set(ajv, check)
    return check(structuredClone(value)) ? [] : [...new Set((check.errors ?? []).filter(tells).map(lineOf))].toSorted()
  }
}

/** That no alternative fits is said beside why each does not; the reasons of alternatives are noise. */
function tells({ schemaPath }: ErrorObject): boolean {
  return !/\/(?:anyOf|oneOf)\/\d+\//.test(schemaPath)
}

function lineOf({ instancePath, message, params }: ErrorObject): string {
  const at = instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*')
  const allowed = (params as { allowedValues?: readonly unknown[] }).allowedValues
  return `${at || '/'} ${message ?? 'is not valid'}${allowed ? ` (${allowed.map(String).join(', ')})` : ''}`
}

function convert(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(convert)
  if (typeof node !== 'object' || node === null) return node
  const { nullable, items, ...rest } = node as Record<string, unknown>
  const schema = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, convert(part)]))
  // Of a map its values are described; that there are no other fields is what vendors change.
  if (typeof schema['additionalProperties'] !== 'object') delete schema['additionalProperties']
  delete schema['discriminator']
  // Swagger 2.0 has no union; this description writes one so.
  if (Array.isArray(items) && schema['type'] === undefined) schema['anyOf'] = items.map(convert)
  else if (items !== undefined) schema['items'] = convert(items)
  if (nullable !== true) return schema
  const { enum: values, ...open } = schema as { enum?: readonly unknown[] }
  return { anyOf: [{ type: 'null' }, values ? { ...open, enum: values } : open] }
}

/** A schema is compiled outside its document: its references say which one they mean. */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([name, part]) => [
      name,
      name === '$ref' && typeof part === 'string' && part.startsWith('#') ? `description${part}` : absolute(part),
    ]),
  )
}
