import { type Engine, localEngine, type OpenJob, type SyncJob } from '@portico/sync/engine'
import { restateEngine } from '@portico/sync/restate'
import { duckdbDestination } from '@portico/sync/duckdb'
import { postgresDestination } from '@portico/sync/postgres'
import { boxes } from './faulty-vendor.ts'
import { tables, thingSource } from './thing-source.ts'

/** Where an engine is, so that a separate process finds it: a journal's path, or a cluster. */
export type EnginePlace =
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'restate'; readonly ingress: readonly string[]; readonly admin: readonly string[]; readonly port: number }

// Small steps and quick takeovers, so that many fit between two kills.
const step = { pages: 4, ms: 0 }
const retrying = { tries: 8, firstWaitMs: 20 }

export async function openEngine(place: EnginePlace): Promise<Engine> {
  if (place.kind === 'local') return localEngine({ path: place.path, leaseMs: 400, pollMs: 20, step, retrying })
  const { ingress, admin, port } = place
  return restateEngine({ ingress, admin, endpoint: { port }, step, retrying })
}

export function thingJob(to: string, dataset: string): SyncJob {
  const streams = Object.keys(tables)
  return { connector: 'store', tenantId: 'chaos', account: 'default', streams, settings: { boxes }, to, dataset }
}

export function openThings(origin: string): OpenJob {
  return async ({ to, dataset }) => {
    const source = thingSource(origin)
    const destination = to.startsWith('postgres:')
      ? await postgresDestination({ url: to, dataset })
      : await duckdbDestination({ path: to, dataset })
    return {
      source,
      destination,
      async close() {
        await destination.close()
        await source.close()
      },
    }
  }
}
