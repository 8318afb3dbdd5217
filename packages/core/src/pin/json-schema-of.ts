import type { Shape } from '../contract/delivery.ts'

/** The JSON Schema (2020-12) of a schema's input or output side. */
export function jsonSchemaOf(schema: Shape, side: 'input' | 'output'): Record<string, unknown> {
  const convertible = schema as unknown as { toJSONSchema(options: object): Record<string, unknown> }
  // A file is a custom type; its meta says what it is on the wire.
  return convertible.toJSONSchema({ target: 'draft-2020-12', io: side, unrepresentable: 'any' })
}
