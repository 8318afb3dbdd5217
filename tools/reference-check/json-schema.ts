import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { Node } from './load-description.ts'
import { schemaParts } from './schema-parts.ts'

/** Says what of a value is not as a schema of the description has it, one line each. */
export type Validate = (schema: unknown, value: unknown, options?: { readonly fromText?: boolean }) => string[]

/** Validates against a description's schemas. Unknown fields are no difference: vendors add them. */
export function validator(description: Node): Validate {
  const strict = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    logger: false,
    validateFormats: false,
    code: { optimize: false },
  })
  // A form and a query have only text: numbers and booleans are read out of it.
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
      // What is read out of text is put in the text's place.
      if (check(fromText ? structuredClone(part.value) : part.value)) continue
      for (const error of nearest(check.errors ?? [])) found.add(lineOf(part.at, error))
    }
    return [...found].toSorted()
  }
}

/**
 * Of alternatives of which none fits, ajv says what is wrong with each. What is wrong with the nearest one differs, the rest is
 * noise: kept are the reasons of the one with the fewest, and none of one that is of another type altogether.
 */
function nearest(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  // From the outside in: what is dropped takes the unions inside it along.
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
