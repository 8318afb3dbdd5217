import { createHash } from 'node:crypto'
import type { Evidence } from '../matrix.ts'

/** What was found, before it is hashed. `severity` is what it is where it does not hold. */
export interface Finding extends Omit<Evidence, 'severity' | 'sha256'> {
  readonly severity: NonNullable<Evidence['severity']>
  /** What was looked at. */
  readonly content: string
}

/** One piece of evidence, with the hash of what was looked at. */
export function evidenceOf({ content, severity, ...found }: Finding): Evidence {
  return {
    ...found,
    severity: found.holds ? null : severity,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}
