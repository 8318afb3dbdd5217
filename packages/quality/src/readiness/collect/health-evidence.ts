import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { asked } from './asked.ts'
import type { Looking } from './looking.ts'

const probed = z.object({
  connectors: z.array(
    z.object({ name: z.string(), status: z.enum(['ok', 'degraded', 'failing', 'not_checked', 'not_connected']) }),
  ),
})

/** Probed connections. A failing one is a V2, a degraded or unprobed one a V1. */
export function healthEvidence(
  source: Extract<EvidenceSource, { kind: 'health' }>,
  looking: Looking,
): Promise<readonly Evidence[]> {
  return asked(source, looking, probed, ({ connectors }) => {
    const named = connectors.map(({ name, status }) => `${name} ${status.replace('_', ' ')}`).join(', ')
    if (connectors.length === 0) return { holds: false, severity: 'V1', says: 'No connector was probed.' }
    const failing = connectors.some(({ status }) => status === 'failing')
    const well = connectors.every(({ status }) => status === 'ok')
    return well ? { holds: true, says: `${named}.` } : { holds: false, severity: failing ? 'V2' : 'V1', says: `${named}.` }
  })
}
