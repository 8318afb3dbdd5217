import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandContext } from '../command-context.ts'
import type { CommonOptions } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { openDestination } from '../sync/open-destination.ts'
import { engineRunLines, scheduleLines } from '../sync/engine-view.ts'
import { withEngine } from '../sync/open-engine.ts'
import { statusLines } from '../sync/run-view.ts'
import { mistakeOfSync } from '../sync/sync-failure.ts'
import { oneLine } from '../terminal/text.ts'

export interface SyncStatusOptions extends CommonOptions {
  readonly to?: string
  readonly dataset?: string
}

/** `portico sync status <connector>`: where each stream stands, as the destination of `--to` says; without it, the engine's runs. */
export async function syncStatus(
  { io, output, options }: CommandContext<SyncStatusOptions>,
  connector: string | undefined,
): Promise<ExitCode> {
  if (options.to === undefined) return runsStatus({ io, output, options }, connector)
  const { to } = options
  const dataset = options.dataset ?? connector?.replaceAll('-', '_')
  if (dataset === undefined) throw new Mistake('usage', '--dataset', 'it is missing', 'name it, or the connector')
  const place = /^(?:duckdb|jsonl|parquet):(.+)$/s.exec(to)?.[1]
  if (place !== undefined && !existsSync(resolve(io.cwd, place))) {
    throw new Mistake('file', '--to', `${oneLine(place)} is not there`, 'check the path')
  }
  try {
    const destination = await openDestination(io, to, dataset)
    try {
      const streams = await destination.status()
      if (output.json) await output.document(streams)
      else if (streams.length === 0) output.note(`nothing has landed in ${dataset} yet`)
      else await output.lines(statusLines(streams, output))
      return exitCode.ok
    } finally {
      await destination.close()
    }
  } catch (error) {
    throw mistakeOfSync(error)
  }
}

/** Without a destination: the runs and schedules of the engine. */
async function runsStatus(context: CommandContext<SyncStatusOptions>, connector: string | undefined): Promise<ExitCode> {
  const { output } = context
  return withEngine(context, async (engine, { tenantId }) => {
    const runs = await engine.runs({ tenantId, ...(connector !== undefined && { connector }) })
    const schedules = (await engine.schedules()).filter(({ job }) => job.tenantId === tenantId)
    if (output.json) await output.document({ runs, schedules })
    else if (runs.length === 0 && schedules.length === 0)
      output.note(`the ${engine.kind} engine has no run of ${oneLine(tenantId)}`)
    else await output.lines([...engineRunLines(runs, output), ...scheduleLines(schedules, output)])
    return exitCode.ok
  })
}
