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

/** Where streams of a connector have landed. */
export interface LandedPlace {
  readonly connector: string
  readonly to: string
  readonly dataset: string
}

/** How fresh the streams are that have landed in a place. */
export interface Looked {
  /** Kind of the destination. */
  readonly kind: string
  readonly freshness: readonly Freshness[]
}

/** Whether there is something to open: a destination would make the file or folder that it does not find. */
export function isThere(io: Pick<Io, 'cwd'>, to: string): boolean {
  const place = placeOf(io, to)
  return place.kind === 'postgres' || existsSync(place.path)
}

/** Throws a `Mistake` for a place that is not there. */
export function demandThere(io: Pick<Io, 'cwd'>, to: string): void {
  if (isThere(io, to)) return
  throw new Mistake('file', '--to', `${oneLine(to.slice(to.indexOf(':') + 1))} is not there`, 'check the path')
}

/** Looks at a place that is there. Throws what keeps it from being opened. */
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

/** Where the configuration's schedules land, each once. */
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
