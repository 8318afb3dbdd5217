import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { asked } from './asked.ts'
import type { Looking } from './looking.ts'

const told = z.object({
  compliance: z.array(z.object({ approvalClass: z.string(), due: z.number(), inTime: z.number() })),
})

/** Approvals that were due. A late one is a V2. */
export function complianceEvidence(
  source: Extract<EvidenceSource, { kind: 'compliance' }>,
  looking: Looking,
): Promise<readonly Evidence[]> {
  return asked(source, looking, told, ({ compliance }) => {
    const says = compliance.map(({ approvalClass, due, inTime }) => `${approvalClass}: ${inTime} of ${due} in time`).join(', ')
    const late = compliance.some(({ due, inTime }) => inTime < due)
    return late ? { holds: false, severity: 'V2', says: `${says}.` } : { holds: true, says: `${says || 'Nothing was due'}.` }
  })
}
