import type { CommandContext } from '../command-context.ts'
import { type CommonOptions, type Setup, setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { openConfiguredStore } from '../store/configured-store.ts'
import { freshnessLines } from '../sync/freshness-view.ts'
import { freshnessSinks } from '../sync/freshness-sinks.ts'
import { demandThere, isThere, type LandedPlace, lookAt, scheduledPlaces } from '../sync/landed-place.ts'
import { loadSource } from '../sync/load-source.ts'
import { mistakeOfSync } from '../sync/sync-failure.ts'
import { oneLine } from '../terminal/text.ts'
import { syncPackage } from '../optional-peers.ts'

export interface SyncFreshnessOptions extends CommonOptions {
  readonly to?: string
  readonly dataset?: string
}

/** `portico sync freshness [connector]`: exit code 1 if a stream is older than it promises, which opens its incident. */
export async function syncFreshness(context: CommandContext<SyncFreshnessOptions>, connector?: string): Promise<ExitCode> {
  const { io, output, options } = context
  await syncPackage()
  const { tellFreshness } = await import('@portico/sync/freshness')
  const setup = await setUp(io, options)
  const places = await placesOf(io, setup, options, connector)
  const store = await openConfiguredStore(io, setup)
  try {
    const sinks = freshnessSinks(setup, store)
    const now = Date.now()
    const looked = []
    for (const place of places) {
      const { kind, freshness } = await lookAt(io, setup, place, now)
      const of = { tenantId: setup.tenantId, connector: place.connector, destination: kind, at: new Date(now).toISOString() }
      await tellFreshness(freshness, of, sinks)
      if (options.to !== undefined && freshness.length === 0) throw nothingLanded(place)
      looked.push(...freshness.map((found) => ({ connector: place.connector, ...found })))
    }
    if (output.json) await output.document({ tenantId: setup.tenantId, streams: looked })
    else if (looked.length === 0) output.note('nothing has landed yet that promises to be fresh')
    else await output.lines(freshnessLines(looked, output))
    return looked.some(({ isStale }) => isStale) ? exitCode.refused : exitCode.ok
  } catch (error) {
    throw mistakeOfSync(error)
  } finally {
    await store?.close()
  }
}

/** The place of `--to`, or those of the schedules that have landed something. */
async function placesOf(
  io: Io,
  setup: Setup,
  { to, dataset }: SyncFreshnessOptions,
  connector: string | undefined,
): Promise<readonly LandedPlace[]> {
  if (to === undefined) {
    const places = await scheduledPlaces(setup)
    if (places.length === 0)
      throw new Mistake('usage', '--to', 'it is missing, and there are no schedules', 'name the destination')
    const named = places.filter((place) => connector === undefined || place.connector === connector)
    return named.filter((place) => isThere(io, place.to))
  }
  if (connector === undefined) throw new Mistake('usage', 'connector', 'it is missing', 'name whose streams --to holds')
  demandThere(io, to)
  const { vendor } = await loadSource(setup, connector)
  return [{ connector, to, dataset: dataset ?? vendor.id.replaceAll('-', '_') }]
}

/** Naming a place means wanting to know what is there: finding nothing does not mean that all is fresh. */
function nothingLanded({ connector, dataset }: LandedPlace): Mistake {
  const hint = 'check --to and --dataset'
  return new Mistake('input', '--dataset', `nothing of ${oneLine(connector)} has landed in ${oneLine(dataset)}`, hint)
}
