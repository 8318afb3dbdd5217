import * as z from 'zod'
import type { EventFamily } from './event-family.ts'
import { familyUri } from './schema-uri.ts'

/** A JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** A family's schema: one definition for the data of each of its events, reached by its anchor. */
export interface SchemaDocument {
  readonly $schema: string
  readonly $id: string
  readonly title: string
  readonly description: string
  readonly anyOf: readonly { readonly $ref: string }[]
  readonly $defs: Readonly<Record<string, JsonSchema>>
}

/** `open` accepts unknown fields, as a consumer must; `closed` refuses them, as a publisher should. */
export function schemaDocument(family: EventFamily, content: 'open' | 'closed' = 'open'): SchemaDocument {
  const events = Object.entries(family.events)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: familyUri(family.name, family.version),
    title: `portico.${family.name}`,
    description: family.summary,
    anyOf: events.map(([event]) => ({ $ref: `#${event}` })),
    $defs: Object.fromEntries(
      events.map(([event, { summary, data }]) => {
        const { $schema: _, ...schema } = z.toJSONSchema(data, { io: content === 'open' ? 'input' : 'output' })
        return [event, { $anchor: event, description: summary, ...schema }]
      }),
    ),
  }
}
