import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { asked } from './asked.ts'
import type { Looking } from './looking.ts'

const listed = z.object({
  incidents: z.array(
    z.object({
      source: z.string(),
      severity: z.enum(['V0', 'V1', 'V2', 'V3']),
      state: z.enum(['open', 'mitigated', 'excepted', 'closed']),
      title: z.string(),
    }),
  ),
})

/** Open incidents. One that is mitigated, or has an exception that someone answers for, does not count. */
export function incidentEvidence(
  source: Extract<EvidenceSource, { kind: 'incidents' }>,
  looking: Looking,
): Promise<readonly Evidence[]> {
  return asked(source, looking, listed, ({ incidents }) => {
    const open = incidents
      .filter((each) => each.state === 'open' && source.sources.includes(each.source))
      .toSorted((one, other) => other.severity.localeCompare(one.severity))
    const [gravest] = open
    if (!gravest) return { holds: true, says: `No incident of ${source.sources.join(' or ')} is open.` }
    return { holds: false, severity: gravest.severity, says: `${open.length} are open, the gravest: ${gravest.title}.` }
  })
}
