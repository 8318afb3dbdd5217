import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { isDate, isTime } from './formats.ts'
import type { JsonSchema } from './json-schema.ts'
import { compileProjection } from './projection.ts'

/** The promised fields of a record. */
export type Row = Readonly<Record<string, unknown>>

/** Why a record is not what its stream promises. */
export interface Misfit {
  /** Dotted path of the field. */
  readonly field: string
  readonly message: string
  /** The field is not there, or null, where a value is promised. */
  readonly missing: boolean
}

/** A stream's record as compiled code. */
export interface CompiledRecord {
  /** Undefined for a record that keeps the promise. */
  check(value: unknown): Misfit | undefined
  /** True for a record that can land all the same: fields are missing or null, what is there is as promised. */
  isOnlyIncomplete(value: unknown): boolean
  /** The promised fields of a record, and no other. */
  project(value: unknown): Row
}

const formats = { 'date-time': isTime, date: isDate }

/**
 * Compiles the check of a record. Only what can spoil what lands is checked of a format: times and dates. `needed` fields are in every
 * record, whatever is done about the others: its key and its cursor.
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
      // Not before there is a record: of the streams that are planned, many have nothing new.
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
  // The contract's own schemas are not checked against the language's: that takes longer than to compile most of them. Tidying up
  // the code takes as long as writing it, and a check of 200 ns does not get faster by it (ajv 8.20, 2026-11-29).
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

/** The schema as it is checked: unknown fields are dropped and not refused, and a format stands for its pattern. */
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
