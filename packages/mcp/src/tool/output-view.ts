import type { Shape } from '@portico/core'
import { type CompiledOperation, jsonSchemaOf } from '@portico/core/definition'
import { onceForEachOperation } from './once-for-each-operation.ts'

type ObjectSchema = { readonly type: 'object' } & Readonly<Record<string, unknown>>

const dialect = 'https://json-schema.org/draft/2020-12/schema'

const callSchema = {
  type: 'object',
  description: 'What is known of the call.',
  properties: {
    id: { type: 'string' },
    commitState: { enum: ['not_sent', 'refused', 'unknown', 'committed'] },
    replayed: { type: 'boolean', description: "True: an earlier call's result, and nothing was sent." },
    key: { type: 'string' },
  },
  required: ['id', 'commitState', 'replayed'],
  additionalProperties: false,
} as const

/** A tool's structured output (JSON Schema 2020-12): the operation's, plus what is known of the call and where it continues. */
export const outputView = onceForEachOperation(viewOf)

function viewOf(operation: CompiledOperation): ObjectSchema {
  const { definition, qualifiedName } = operation
  const output = definition.job ? definition.output : operation.outputSchema
  const data = output && !('~deliver' in output) ? part(output, `${qualifiedName}:data`) : undefined
  const facts = definition.facts && part(definition.facts, `${qualifiedName}:facts`)
  return {
    $schema: dialect,
    type: 'object',
    properties: {
      ...(data && { data }),
      ...(facts && { facts }),
      next: { type: 'string', description: `Present where there is more: call again with it as portico.next.` },
      part: {
        type: 'object',
        description: 'In the place of data: a part of what an earlier answer cut.',
        properties: { path: { type: 'string' }, from: { type: 'integer' }, of: { type: 'integer' }, value: {} },
        required: ['path', 'from', 'of', 'value'],
        additionalProperties: false,
      },
      cut: {
        type: 'array',
        description: 'What of data was too long and is cut. `next` of each gives the rest.',
        items: {
          type: 'object',
          properties: { path: { type: 'string' }, shown: { type: 'integer' }, of: { type: 'integer' }, next: { type: 'string' } },
          required: ['path', 'shown', 'of', 'next'],
          additionalProperties: false,
        },
      },
      call: callSchema,
    },
    required: ['call'],
    additionalProperties: false,
  }
}

/** A schema inside another. A recursive one is given a name, so that its references stay within it. */
function part(shape: Shape, name: string): Record<string, unknown> {
  const { $schema: _ofTheWhole, ...schema } = jsonSchemaOf(shape, 'output')
  return JSON.stringify(schema).includes('"$ref":') ? { $id: `urn:portico:${name}`, ...schema } : schema
}
