import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { envelopeFamily, eventFamilies } from '@portico/events'
import { repoRoot } from '../workspace.ts'
import { releasedPath, releasedWith } from './released.ts'

// Freezes the current version of every event schema: from then on it changes only by a new version. Part of a release.
const released = releasedWith(repoRoot, [envelopeFamily, ...eventFamilies])
writeFileSync(join(repoRoot, releasedPath), `${JSON.stringify(released, null, 2)}\n`)
console.log(`${Object.keys(released).length} event schemas are released`)
