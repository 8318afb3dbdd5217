import { envelopeFamily, eventFamilies, schemaDocument } from '@portico/events'
import { refuseUnannounced, schemaPath } from '../schemas/released.ts'
import { repoRoot } from '../workspace.ts'
import type { Generator } from './generator.ts'

/** The current version of every event family's schema, and of the attributes that all of them carry. */
export function eventSchemas(): Generator[] {
  return [envelopeFamily, ...eventFamilies].map((family) => ({
    path: schemaPath(family.name, family.version),
    render: () => {
      const text = `${JSON.stringify(schemaDocument(family), null, 2)}\n`
      refuseUnannounced(repoRoot, family.name, family.version, text)
      return text
    },
  }))
}
