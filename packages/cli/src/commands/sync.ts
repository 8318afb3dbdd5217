import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { LandingMode } from '@portico/sync'
import type { CommandContext } from '../command-context.ts'
import { type CommonOptions, setUp } from '../config/setup.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { openCheckpoints } from '../sync/open-checkpoints.ts'
import { openLineage } from '../sync/open-lineage.ts'
import { loadSource } from '../sync/load-source.ts'
import { openDestination } from '../sync/open-destination.ts'
import { openSource } from '../sync/open-source.ts'
import { runLines } from '../sync/run-view.ts'
import { exitCodeOfRun, mistakeOfSync } from '../sync/sync-failure.ts'
import { syncPackage } from '../sync/sync-package.ts'
import { syncProgress } from '../sync/sync-progress.ts'
import { createProgress } from '../terminal/progress.ts'
import { oneLine } from '../terminal/text.ts'

export interface SyncCommandOptions extends CommonOptions {
  readonly to: string
  readonly streams?: string
  readonly dataset?: string
  readonly settings?: string
  readonly mode?: LandingMode
  readonly deletes?: 'hard' | 'soft'
  readonly schemaChanges?: 'evolve' | 'freeze' | 'discard'
  readonly full?: boolean
}

/** `portico sync <connector> --to …`: exit code 0 where every stream is complete. */
export async function syncCommand({ io, output, options }: CommandContext<SyncCommandOptions>, name: string): Promise<ExitCode> {
  const { sync, planStreams } = await syncPackage()
  const setup = await setUp(io, options)
  const definition = await loadSource(setup, name)
  const chosen = options.streams?.split(',').map((stream) => stream.trim())
  const settings = await readSettings(io, options.settings)
  const dataset = options.dataset ?? definition.vendor.id.replaceAll('-', '_')
  const progress = createProgress(io, output, `${name}: opening`)
  // Closed in the reverse order.
  const opened: { close(): Promise<void> }[] = []
  const kept = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    opened.unshift(part)
    return part
  }
  try {
    const source = kept(await openSource(io, setup, name, definition, { streams: chosen, settings }))
    const names = chosen ?? Object.keys(source.source.streams)
    const { mode, deletes, schemaChanges, full } = options
    // What can't be is said before a destination is made for it.
    planStreams(source.source, names, { settings, ...(mode && { mode }) })
    const { gates } = kept(await openCheckpoints(io, setup, name, source.source))
    const destination = kept(await openDestination(io, options.to, dataset))
    const lineage = kept(await openLineage(io, setup, source, { address: options.to, dataset }))
    const report = await sync({
      source,
      destination,
      streams: names,
      settings,
      signal: io.signal,
      observers: [syncProgress(progress), ...lineage.observers],
      gates,
      ...(mode && { mode }),
      ...(deletes && { deletes }),
      ...(schemaChanges && { schemaChanges }),
      ...(full && { full }),
    })
    progress.end()
    if (output.json) await output.document(report)
    else await output.lines(runLines(report, output))
    return exitCodeOfRun(report)
  } catch (error) {
    throw mistakeOfSync(error)
  } finally {
    progress.end()
    for (const part of opened) await part.close()
  }
}

async function readSettings(io: Io, given: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (given === undefined) return {}
  const refused = (problem: string, cause?: unknown): Mistake =>
    new Mistake(
      'usage',
      '--settings',
      problem,
      `write a JSON object such as '{"repositories":["octocat/hello-world"]}', or @file`,
      cause,
    )
  let text = given
  if (given.startsWith('@')) {
    try {
      text = await readFile(resolve(io.cwd, given.slice(1)), 'utf8')
    } catch (error) {
      throw refused(`${oneLine(given.slice(1))} can't be read`, error)
    }
  }
  let settings: unknown
  try {
    settings = JSON.parse(text)
  } catch (error) {
    throw refused('it is no JSON', error)
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw refused('it is no JSON object')
  return settings as Record<string, unknown>
}
