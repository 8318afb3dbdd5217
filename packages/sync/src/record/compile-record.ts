import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { isDate, isTime } from './formats.ts'
import type { JsonSchema } from './json-schema.ts'
import { compileProjection } from './projection.ts'

/** The promised fields of a record. */
export type Row = Readonly<Record<string, unknown>>

/** How a record breaks its stream's promise. */
export interface Misfit {
  /** Dotted path of the field. */
  readonly field: string
  readonly message: string
  /** The field is absent or null, where a value is promised. */
  readonly missing: boolean
}

/** Compiled checks of a stream's records. */
export interface CompiledRecord {
  /** Returns undefined for a record that keeps the promise. */
  check(value: unknown): Misfit | undefined
  /** True for a record that can land all the same: fields are missing or null, and the rest is as promised. */
  isOnlyIncomplete(value: unknown): boolean
  /** The promised fields of a record, and no others. */
  project(value: unknown): Row
}

const formats = { 'date-time': isTime, date: isDate }

/**
 * Compiles the check of a record. Of formats, only times and dates are checked, since only they can spoil what lands. `needed`
 * fields, the key and the cursor, must be in every record, whatever the policy for others.
 */
export function compileRecord(schema: JsonSchema, needed: readonly string[]): CompiledRecord {
  const project = compileProjection(schema)
  let strict: ValidateFunction | undefined
  let lenient: ValidateFunction | undefined
  return {
    isOnlyIncomplete(value) {
      lenient ??= compiled(incomplete(schema, needed))
      return lenient(value)
    },
    check(value) {
      // Compiled at the first record: many planned streams have nothing new.
      const validate = (strict ??= compiled(schema))
      if (validate(value)) return undefined
      const [error] = validate.errors!
      const path = error!.instancePath.slice(1).replaceAll('/', '.')
      const missing = error!.keyword === 'required'
      const property = missing ? (error!.params as { missingProperty: string }).missingProperty : undefined
      const field = [path, property].filter((part) => part !== undefined && part !== '').join('.')
      return { field, message: `${field || 'record'} ${missing ? 'is missing' : error!.message!}`, missing }
    },
    project: project ? (value) => project(value) as Row : (value) => value as Row,
  }
}

function compiled(schema: JsonSchema): ValidateFunction {
  // The contract's own schemas are not validated against the meta-schema, which takes longer than compiling most of them.
  // Optimising the code takes as long as generating it, and makes a check of 200 ns no faster (ajv 8.20, 2026-11-29).
  const ajv = new Ajv2020({ strict: false, formats, meta: false, validateSchema: false, code: { optimize: false } })
  return ajv.compile(checked(schema) as object)
}

function incomplete(schema: JsonSchema, needed: readonly string[]): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    needed.includes(name) ? property : { anyOf: [{ type: 'null' }, property] },
  ])
  return { ...schema, required: needed, properties: Object.fromEntries(properties) as JsonSchema['properties'] & object }
}

/** The schema to check by: unknown fields are dropped rather than refused, and a format replaces its pattern. */
function checked(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(checked)
  if (typeof schema !== 'object' || schema === null) return schema
  const copy: Record<string, unknown> = {}
  const { format } = schema as JsonSchema
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'additionalProperties' && value === false) continue
    if (format !== undefined && (keyword === 'pattern' || (keyword === 'format' && !Object.hasOwn(formats, format)))) continue
    const named = keyword === 'properties' || keyword === '$defs'
    if (keyword === 'enum' || keyword === 'const' || keyword === 'default') copy[keyword] = value
    else if (named)
      copy[keyword] = Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, checked(part)]))
    else copy[keyword] = checked(value)
  }
  return copy
}
