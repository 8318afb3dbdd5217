import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CommandContext } from '../command-context.ts'
import type { CommonOptions } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { openDestination } from '../sync/open-destination.ts'
import { statusLines } from '../sync/run-view.ts'
import { mistakeOfSync } from '../sync/sync-failure.ts'
import { oneLine } from '../terminal/text.ts'

export interface SyncStatusOptions extends CommonOptions {
  readonly to: string
  readonly dataset?: string
}

/** `portico sync status <connector> --to …`: where each stream stands, as its destination says. */
export async function syncStatus(
  { io, output, options }: CommandContext<SyncStatusOptions>,
  connector: string | undefined,
): Promise<ExitCode> {
  const dataset = options.dataset ?? connector?.replaceAll('-', '_')
  if (dataset === undefined) throw new Mistake('usage', '--dataset', 'it is missing', 'name it, or the connector')
  const place = /^(?:duckdb|jsonl|parquet):(.+)$/s.exec(options.to)?.[1]
  if (place !== undefined && !existsSync(resolve(io.cwd, place))) {
    throw new Mistake('file', '--to', `${oneLine(place)} is not there`, 'check the path')
  }
  try {
    const destination = await openDestination(io, options.to, dataset)
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
