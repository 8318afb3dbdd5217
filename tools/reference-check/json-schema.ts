import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { appliedSchema } from './applied-schema.ts'
import type { Node } from './load-description.ts'

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
  const compile = (ajv: Ajv): ((applied: unknown) => ValidateFunction) => {
    // Recordings of one operation mostly have the same fields, and compiling is what takes the time.
    const compiled = new Map<string, ValidateFunction>()
    return (applied) => {
      const text = JSON.stringify(applied)
      const check = compiled.get(text) ?? ajv.compile(applied as Node)
      compiled.set(text, check)
      return check
    }
  }
  const [compileStrict, compileLenient] = [compile(strict), compile(lenient)]
  return (schema, value, { fromText = false } = {}) => {
    const check = (fromText ? compileLenient : compileStrict)(appliedSchema(description, schema, value))
    return check(structuredClone(value)) ? [] : [...new Set(nearest(check.errors ?? []).map(lineOf))].toSorted()
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

function lineOf({ instancePath, message, params }: ErrorObject): string {
  const at = instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*')
  const allowed = (params as { allowedValues?: readonly unknown[] }).allowedValues
  return `${at || '/'} ${message ?? 'is not valid'}${allowed ? ` (${allowed.map(String).join(', ')})` : ''}`
}
