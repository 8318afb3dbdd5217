import { envelopeFamily, eventFamilies, schemaDocument } from '@portico/events'
import { refuseUnannounced, schemaPath } from '../schemas/released.ts'
import { repoRoot } from '../workspace.ts'
import type { Generator } from './generator.ts'

/** The current schema of every event family, and of the attributes they all carry. */
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
