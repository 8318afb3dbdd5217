import type { Destination } from '@portico/sync'
import type { Engine, EngineRun, ScheduleStatus } from '@portico/sync/engine'
import type { Freshness } from '@portico/sync/freshness'
import type { CommandContext } from '../command-context.ts'
import { type CommonOptions, setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { openDestination } from '../sync/open-destination.ts'
import { demandThere } from '../sync/landed-place.ts'
import { loadSource } from '../sync/load-source.ts'
import { engineRunLines, scheduleLines } from '../sync/engine-view.ts'
import { withEngine } from '../sync/open-engine.ts'
import { statusLines } from '../sync/run-view.ts'
import { mistakeOfSync } from '../sync/sync-failure.ts'
import { oneLine } from '../terminal/text.ts'

export interface SyncStatusOptions extends CommonOptions {
  readonly to?: string
  readonly dataset?: string
}

/**
 * `portico sync status <connector>`: each stream's state, according to the destination of `--to`; without it, the engine's runs.
 */
export async function syncStatus(context: CommandContext<SyncStatusOptions>, connector: string | undefined): Promise<ExitCode> {
  const { io, output, options } = context
  if (options.to === undefined) return runsStatus(context, connector)
  const { to } = options
  const dataset = options.dataset ?? connector?.replaceAll('-', '_')
  if (dataset === undefined) throw new Mistake('usage', '--dataset', 'it is missing', 'name it, or the connector')
  demandThere(io, to)
  try {
    const destination = await openDestination(io, to, dataset)
    try {
      const streams = await destination.status()
      const freshness = await freshnessOf(context, connector ?? streams[0]?.owner.connector, destination)
      if (output.json) {
        const fresh = new Map(freshness.map(({ stream, ...rest }) => [stream, rest]))
        await output.document(streams.map((status) => ({ ...status, freshness: fresh.get(status.stream) ?? null })))
      } else if (streams.length === 0) output.note(`nothing has landed in ${dataset} yet`)
      else await output.lines(statusLines(streams, freshness, output))
      return exitCode.ok
    } finally {
      await destination.close()
    }
  } catch (error) {
    throw mistakeOfSync(error)
  }
}

/** How fresh the landed data is, against its connector's promise; nothing if the connector is not here. */
async function freshnessOf(
  { io, output, options }: CommandContext<SyncStatusOptions>,
  connector: string | undefined,
  destination: Destination,
): Promise<readonly Freshness[]> {
  if (connector === undefined) return []
  const { freshnessIn } = await import('@portico/sync/freshness')
  try {
    return await freshnessIn(destination, await loadSource(await setUp(io, options), connector), Date.now())
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    output.note(`how fresh it is can't be told: ${oneLine(error.message)}`)
    return []
  }
}

/** Without a destination: the runs and schedules of the engine. */
async function runsStatus(context: CommandContext<SyncStatusOptions>, connector: string | undefined): Promise<ExitCode> {
  const { output } = context
  const show = async (
    kind: Engine['kind'],
    tenantId: string,
    runs: readonly EngineRun[],
    schedules: readonly ScheduleStatus[],
  ) => {
    if (output.json) await output.document({ runs, schedules })
    else if (runs.length === 0 && schedules.length === 0) output.note(`the ${kind} engine has no run of ${oneLine(tenantId)}`)
    else await output.lines([...engineRunLines(runs, output), ...scheduleLines(schedules, output)])
    return exitCode.ok
  }
  return withEngine(
    context,
    async (engine, { tenantId }) => {
      const runs = await engine.runs({ tenantId, ...(connector !== undefined && { connector }) })
      const schedules = (await engine.schedules()).filter(({ job }) => job.tenantId === tenantId)
      return show(engine.kind, tenantId, runs, schedules)
    },
    ({ tenantId }) => show('local', tenantId, [], []),
  )
}
