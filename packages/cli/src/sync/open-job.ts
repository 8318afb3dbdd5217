import type { Source } from '@portico/core/streams'
import type { SyncObserver } from '@portico/sync'
import type { OpenedJob, SyncJob } from '@portico/sync/engine'
import type { Setup } from '../config/setup.ts'
import type { Io } from '../io.ts'
import { openConfiguredStore } from '../store/configured-store.ts'
import { freshnessSinks } from './freshness-sinks.ts'
import { loadSource } from './load-source.ts'
import { openCheckpoints } from './open-checkpoints.ts'
import { openDestination } from './open-destination.ts'
import { openLineage } from './open-lineage.ts'
import { openSource } from './open-source.ts'
import { runHistory } from './run-history.ts'
import { syncPackage } from '../optional-peers.ts'

/** What a job is opened with, besides the job itself. */
export interface JobParts {
  /** Default: from the configuration or the connector's package. */
  readonly definition?: Source<object>
  readonly observers?: readonly SyncObserver[]
}

/**
 * Opens what a job names: credentials and passwords are looked up here and never part of a job. Its metrics go where the
 * configuration's do, its run is recorded in the history of a SQL store, and a stream older than it promises opens an incident
 * there.
 */
export async function openJob(io: Io, setup: Setup, job: SyncJob, parts: JobParts = {}): Promise<OpenedJob> {
  const { connector: name, streams, to, dataset, settings = {}, mode, tenantId, account } = job
  const { keepHeapSmall, planStreams } = await syncPackage()
  if (io.ownsProcess) keepHeapSmall()
  const { metricsObserver } = await import('@portico/sync/freshness')
  const owned: Setup = { ...setup, tenantId, account }
  // Closed in reverse order.
  const opened: { close(): Promise<void> }[] = []
  const kept = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    opened.unshift(part)
    return part
  }
  const close = async (): Promise<void> => {
    for (const part of opened) await part.close()
  }
  try {
    const definition = parts.definition ?? (await loadSource(owned, name))
    const source = kept(await openSource(io, owned, name, definition, { streams, settings }))
    const names = streams ?? Object.keys(source.source.streams)
    // Reports what is impossible before creating a destination for it.
    planStreams(source.source, names, { settings, ...(mode && { mode }) })
    const { gates } = kept(await openCheckpoints(io, owned, name, source.source, streams === undefined))
    const destination = kept(await openDestination(io, to, dataset))
    const lineage = kept(await openLineage(io, owned, source, { address: to, dataset }))
    const store = await openConfiguredStore(io, owned)
    if (store) kept(store)
    const metrics = metricsObserver({ source, destination, ...freshnessSinks(owned, store) })
    const history = store?.sql ? [runHistory(store.sql.runs)] : []
    const observers = [metrics, ...history, ...lineage.observers, ...(parts.observers ?? [])]
    return { source, destination, observers, gates, close }
  } catch (error) {
    await close()
    throw error
  }
}
