import { createHash } from 'node:crypto'
import type { Evidence } from '../matrix.ts'

/** A finding, before it is hashed. `severity` counts where it does not hold. */
export interface Finding extends Omit<Evidence, 'severity' | 'sha256'> {
  readonly severity: NonNullable<Evidence['severity']>
  /** What was examined. */
  readonly content: string
}

/** One piece of evidence, with the hash of what was examined. */
export function evidenceOf({ content, severity, ...found }: Finding): Evidence {
  return {
    ...found,
    severity: found.holds ? null : severity,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}
