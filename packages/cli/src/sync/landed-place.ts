import { existsSync } from 'node:fs'
import type { Freshness } from '@portico/sync/freshness'
import type { SyncConfig } from '../config/sync-config.ts'
import type { Setup } from '../config/setup.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { jobOf, keptJob } from './job-of.ts'
import { loadSource } from './load-source.ts'
import { openDestination } from './open-destination.ts'
import { placeOf } from './place-of.ts'

/** Where a connector's streams have landed. */
export interface LandedPlace {
  readonly connector: string
  readonly to: string
  readonly dataset: string
}

/** The freshness of the streams that have landed in a place. */
export interface Looked {
  /** Kind of the destination. */
  readonly kind: string
  readonly freshness: readonly Freshness[]
}

/** Whether there is something to open: opening a destination would create a missing file or folder. */
export function isThere(io: Pick<Io, 'cwd'>, to: string): boolean {
  const place = placeOf(io, to)
  return place.kind === 'postgres' || existsSync(place.path)
}

/** Throws a `Mistake` for a place that does not exist. */
export function demandThere(io: Pick<Io, 'cwd'>, to: string): void {
  if (isThere(io, to)) return
  throw new Mistake('file', '--to', `${oneLine(to.slice(to.indexOf(':') + 1))} is not there`, 'check the path')
}

/** Inspects an existing place. Throws whatever prevents opening it. */
export async function lookAt(io: Io, setup: Setup, { connector, to, dataset }: LandedPlace, now: number): Promise<Looked> {
  const { freshnessIn } = await import('@portico/sync/freshness')
  const source = await loadSource(setup, connector)
  const destination = await openDestination(io, to, dataset)
  try {
    return { kind: destination.kind, freshness: await freshnessIn(destination, source, now) }
  } finally {
    await destination.close()
  }
}

/** Where the configured schedules land, each place once. */
export async function scheduledPlaces(setup: Setup): Promise<readonly LandedPlace[]> {
  const { schedules = {} } = (setup.config.sync ?? {}) as SyncConfig
  const places = new Map<string, LandedPlace>()
  for (const [name, { cron: _cron, timezone: _timezone, ...words }] of Object.entries(schedules)) {
    const job = jobOf(setup, await loadSource(setup, words.connector), words)
    const { connector, to, dataset } = keptJob({ cwd: setup.folder }, job, `sync.schedules.${name}.to`)
    places.set(JSON.stringify([connector, to, dataset]), { connector, to, dataset })
  }
  return [...places.values()]
}
