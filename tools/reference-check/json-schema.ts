import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Node } from './load-description.ts'
import { schemaParts } from './schema-parts.ts'

/** Lists how a value differs from a schema of the description, one line each. */
export type Validate = (schema: unknown, value: unknown, options?: { readonly fromText?: boolean }) => string[]

/** Validates against a description's schemas. Unknown fields are not a difference: vendors add them. */
export function validator(description: Node): Validate {
  const strict = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    logger: false,
    validateFormats: false,
    code: { optimize: false },
  })
  // Forms and queries have only text: numbers and booleans are parsed from it.
  const lenient = new Ajv({ ...strict.opts, coerceTypes: 'array' })
  const compiled = { strict: new Map<string, ValidateFunction>(), lenient: new Map<string, ValidateFunction>() }
  const compile = (schema: unknown, fromText: boolean): ValidateFunction => {
    const known = compiled[fromText ? 'lenient' : 'strict']
    const text = JSON.stringify(schema)
    const check = known.get(text) ?? (fromText ? lenient : strict).compile(schema as Node)
    known.set(text, check)
    return check
  }
  return (schema, value, { fromText = false } = {}) => {
    const found = new Set<string>()
    for (const part of schemaParts(description, schema, value, { fromText })) {
      const check = compile(part.schema, fromText)
      // Parsed values replace the text.
      if (check(fromText ? structuredClone(part.value) : part.value)) continue
      for (const error of nearest(check.errors ?? [])) found.add(lineOf(part.at, error))
    }
    return [...found].toSorted()
  }
}

/**
 * Where no alternative fits, ajv reports what is wrong with each. Only the nearest one matters, the rest is noise: keeps the
 * reasons of the alternative with the fewest, and none of one with another type altogether.
 */
function nearest(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  // From the outside in: a dropped reason takes the unions inside it along.
  return unions
    .toSorted((one, other) => one.schemaPath.length - other.schemaPath.length)
    .reduce((kept, union) => (kept.includes(union) ? withoutFarther(kept, union) : kept), errors)
}

function withoutFarther(errors: readonly ErrorObject[], { schemaPath, instancePath }: ErrorObject): readonly ErrorObject[] {
  const alternatives = new Map<string, ErrorObject[]>()
  for (const error of errors) {
    if (!error.schemaPath.startsWith(`${schemaPath}/`) || !error.instancePath.startsWith(instancePath)) continue
    const [place = ''] = error.schemaPath.slice(schemaPath.length + 1).split('/')
    alternatives.set(place, [...(alternatives.get(place) ?? []), error])
  }
  const sameType = [...alternatives].filter(
    ([place, reasons]) => !reasons.some((reason) => reason.schemaPath === `${schemaPath}/${place}/type`),
  )
  const [best] = sameType.map(([, reasons]) => reasons).toSorted((one, other) => one.length - other.length)
  const dropped = new Set([...alternatives.values()].filter((reasons) => reasons !== best).flat())
  return errors.filter((error) => !dropped.has(error))
}

function lineOf(part: string, { instancePath, message, params }: ErrorObject): string {
  const at = (part + instancePath).replaceAll(/\/\d+(?=\/|$)/g, '/*')
  const allowed = (params as { allowedValues?: readonly unknown[] }).allowedValues
  return `${at || '/'} ${message ?? 'is not valid'}${allowed ? ` (${allowed.map(String).join(', ')})` : ''}`
}
