import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { evidenceOf } from './evidence-of.ts'
import type { Looking } from './looking.ts'

/** Files whose content is part of the release, as one hash. */
export function fileEvidence(
  { name, files: pattern, severity }: Extract<EvidenceSource, { kind: 'files' }>,
  { folder }: Looking,
): readonly Evidence[] {
  const files = globSync(pattern, { cwd: folder }).toSorted()
  if (files.length === 0) {
    const says = 'None of these files exists.'
    return [evidenceOf({ name, holds: false, severity, says, source: pattern, links: [], content: '' })]
  }
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(folder, file)))
      .update('\0')
  const says = `${files.length} files.`
  const links = existsSync(join(folder, pattern)) ? [pattern] : []
  return [{ name, holds: true, severity: null, says, source: pattern, links, sha256: hash.digest('hex') }]
}
