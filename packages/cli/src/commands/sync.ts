import type { LandingMode, RunReport } from '@portico/sync'
import type { OpenJob } from '@portico/sync/engine'
import type { CommandContext } from '../command-context.ts'
import { type CommonOptions, type Setup, setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { type JobWords, jobOf, keptJob } from '../sync/job-of.ts'
import { loadSource } from '../sync/load-source.ts'
import { openEngine } from '../sync/open-engine.ts'
import { openJob } from '../sync/open-job.ts'
import { readSettings } from '../sync/read-settings.ts'
import { runLines } from '../sync/run-view.ts'
import { exitCodeOfRun, mistakeOfSync } from '../sync/sync-failure.ts'
import { syncProgress } from '../sync/sync-progress.ts'
import { finishRun, hasEnded } from '../sync/finish-run.ts'
import { createProgress, type Progress } from '../terminal/progress.ts'

export interface SyncCommandOptions extends CommonOptions {
  readonly to?: string
  readonly streams?: string
  readonly dataset?: string
  readonly settings?: string
  readonly mode?: LandingMode
  readonly deletes?: 'hard' | 'soft'
  readonly schemaChanges?: 'evolve' | 'freeze' | 'discard'
  readonly full?: boolean
  readonly engine?: 'local' | 'restate'
}

type Context = CommandContext<SyncCommandOptions>

/** `portico sync <connector> --to …`: exit code 0 if every stream is complete. */
export async function syncCommand(context: Context, connector: string): Promise<ExitCode> {
  const { io, output, options } = context
  const { to, streams, dataset, mode, deletes, schemaChanges, full } = options
  if (to === undefined) throw new Mistake('usage', '--to', 'it is missing', 'write --to duckdb:./warehouse.duckdb')
  const setup = await setUp(io, options)
  const settings = await readSettings(io, options.settings)
  const chosen = streams?.split(',').map((stream) => stream.trim())
  const words: JobWords = { connector, to, streams: chosen, dataset, settings, mode, deletes, schemaChanges, full }
  const progress = createProgress(io, output, `${connector}: opening`)
  try {
    const report = await (options.engine ? durable(context, setup, words, progress) : direct(context, setup, words, progress))
    progress.end()
    if (!report) return exitCode.interrupted
    if (output.json) await output.document(report)
    else await output.lines(runLines(report, output))
    return exitCodeOfRun(report)
  } catch (error) {
    throw mistakeOfSync(error)
  } finally {
    progress.end()
  }
}

async function direct({ io }: Context, setup: Setup, words: JobWords, progress: Progress): Promise<RunReport> {
  const { syncJob } = await import('@portico/sync/engine')
  const definition = await loadSource(setup, words.connector)
  const job = jobOf(setup, definition, words)
  const opened = await openJob(io, setup, job, { definition, observers: [syncProgress(progress)] })
  try {
    return await syncJob(opened, job, { signal: io.signal })
  } finally {
    await opened.close()
  }
}

/** Undefined if the person did not wait for its end. */
async function durable(
  { io, output, options }: Context,
  setup: Setup,
  words: JobWords,
  progress: Progress,
): Promise<RunReport | undefined> {
  const definition = await loadSource(setup, words.connector)
  const job = keptJob(io, jobOf(setup, definition, words))
  const open: OpenJob = (of) => openJob(io, setup, of, { observers: [syncProgress(progress)] })
  const engine = await openEngine(io, setup, options.engine)
  try {
    // Reports what is impossible before creating a run for it.
    await (await open(job)).close()
    const id = await engine.start(job)
    const run = await finishRun(engine, id, { open, signal: io.signal, progress })
    if (run.report && hasEnded(run.state)) return run.report
    if (hasEnded(run.state)) throw new Mistake('input', 'sync', run.error ?? `the run ${run.state}`, 'the state has not moved')
    output.note(`run ${id} is ${run.state}: portico sync ${run.state === 'paused' ? `resume ${id}` : 'worker'} goes on with it`)
    return undefined
  } finally {
    await engine.close()
  }
}
