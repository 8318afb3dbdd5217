import { createHash } from 'node:crypto'
import type { Evidence } from '../matrix.ts'

/** Milliseconds that a command of the evidence may take: ten minutes. */
export const commandTimeoutMs = 600_000

/** One piece of evidence, with the hash of what was looked at. `severity` is what it is where it does not hold. */
export function evidenceOf(
  name: string,
  holds: boolean,
  severity: NonNullable<Evidence['severity']>,
  says: string,
  source: string,
  content: string,
): Evidence {
  return {
    name,
    holds,
    severity: holds ? null : severity,
    says,
    source,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}
