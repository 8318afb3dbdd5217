import type { Shape } from '@portico/core'
import { jsonSchemaOf } from '@portico/core/definition'

export type JsonSchema = Readonly<Record<string, unknown>>

/** JSON Schema (2020-12) of what a caller writes (`input`) or receives (`output`). Omits `$schema`, which is the same for all. */
export function schemaOf(shape: Shape, side: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...schema } = jsonSchemaOf(shape, side)
  return schema
}
