import type { Incidents } from '@portico/governance'
import type { FreshAgain, FreshnessSinks } from '@portico/sync/freshness'
import type { Setup } from '../config/setup.ts'
import type { ConfiguredStore } from '../store/configured-store.ts'

/**
 * Where freshness is reported: to the configured metrics and incidents, or the store's, where an incident that is over is
 * mitigated.
 */
export function freshnessSinks({ config }: Pick<Setup, 'config'>, store: ConfiguredStore | undefined): FreshnessSinks {
  const { incidents, telemetry } = config as Pick<FreshnessSinks, 'incidents' | 'telemetry'>
  const kept = incidents ? undefined : store?.sql?.incidents
  return { incidents: incidents ?? kept, telemetry, ...(kept && { freshAgain: (fresh) => mitigate(kept, fresh) }) }
}

/** Closing it is up to a person: that a stream is fresh again does not say why it was not. */
async function mitigate(incidents: Incidents, { tenantId, kind, subject, reason }: FreshAgain): Promise<void> {
  const listed = await incidents.list({ tenantId, states: ['open', 'excepted'], severity: 'V1', limit: 10_000 })
  const there = listed.find((incident) => incident.kind === kind && incident.subject === subject)
  if (!there) return
  try {
    await incidents.mitigate({ tenantId, id: there.id, by: { type: 'automated_workflow', id: 'portico-sync' }, reason })
  } catch (error) {
    // Somebody closed it in the meantime, which is stronger.
    if ((error as { readonly code?: unknown }).code !== 'closed') throw error
  }
}
