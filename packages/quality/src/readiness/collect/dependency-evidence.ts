import type { Severity } from '@portico/core'
import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { asked } from './asked.ts'
import type { Looking } from './looking.ts'

const counts = z.object({ critical: z.number(), high: z.number(), moderate: z.number(), low: z.number() })
const report = z.object({ metadata: z.object({ vulnerabilities: counts }) })

const severities: readonly (readonly [keyof z.output<typeof counts>, Severity])[] = [
  ['critical', 'V3'],
  ['high', 'V2'],
  ['moderate', 'V1'],
  ['low', 'V0'],
]

/** What the registry reports about the dependencies. */
export function dependencyEvidence(
  source: Extract<EvidenceSource, { kind: 'dependencies' }>,
  looking: Looking,
): Promise<readonly Evidence[]> {
  return asked(source, looking, report, ({ metadata: { vulnerabilities: found } }) => {
    const worst = severities.find(([level]) => found[level] > 0)
    const says = `${severities.map(([level]) => `${found[level]} ${level}`).join(', ')}.`
    return worst ? { holds: false, severity: worst[1], says } : { holds: true, says }
  })
}
