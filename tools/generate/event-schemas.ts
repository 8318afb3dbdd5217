import { envelopeFamily, eventFamilies, schemaDocument } from '@portico/events'
import type { Generator } from './generator.ts'

/** The current version of every event family's schema, and of the attributes that all of them carry. */
export function eventSchemas(): Generator[] {
  return [envelopeFamily, ...eventFamilies].map((family) => ({
    path: `docs/schemas/events/${family.name}/${family.version}.json`,
    render: () => `${JSON.stringify(schemaDocument(family), null, 2)}\n`,
  }))
}
