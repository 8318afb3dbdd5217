import { expect, test } from 'vitest'
import * as z from 'zod'
import { jsonSchemaOf } from '../../src/pin/json-schema-of.ts'
import { strictInput } from '../../src/call/strict-input.ts'

test('a strict input keeps the descriptions and names of what it copies, and a named schema stays one', () => {
  const address = z.object({ city: z.string() }).meta({ id: 'address', description: 'Where it is.' })
  const input = z
    .object({
      note: z.string().optional().describe('For the courier.'),
      tags: z.array(z.string()).describe('Any number.'),
      from: address,
      to: address,
    })
    .meta({ anyOf: [{ required: ['note'] }] })
  const schema = jsonSchemaOf(strictInput(input, 'ship input'), 'input')
  expect(schema).toMatchObject({
    additionalProperties: false,
    anyOf: [{ required: ['note'] }],
    properties: {
      note: { description: 'For the courier.' },
      tags: { description: 'Any number.' },
      from: { $ref: '#/$defs/address' },
      to: { $ref: '#/$defs/address' },
    },
    $defs: { address: { description: 'Where it is.', additionalProperties: false } },
  })
})
