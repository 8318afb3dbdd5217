import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BackfillRange } from '@portico/sync/backfill'
import type { EngineRun, OpenJob } from '@portico/sync/engine'
import type { CommandContext } from '../command-context.ts'
import { type CommonOptions, type Setup, setUp } from '../config/setup.ts'
import { durationOf } from '../config/time-option.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { engineRunLines } from '../sync/engine-view.ts'
import { jobOf, keptJob } from '../sync/job-of.ts'
import { loadSource } from '../sync/load-source.ts'
import { openEngine } from '../sync/open-engine.ts'
import { openJob } from '../sync/open-job.ts'
import { readSettings } from '../sync/read-settings.ts'
import { exitCodeOfRun, mistakeOfSync } from '../sync/sync-failure.ts'
import { syncProgress } from '../sync/sync-progress.ts'
import { finishRun, hasEnded } from '../sync/finish-run.ts'
import { createProgress } from '../terminal/progress.ts'
import { oneLine } from '../terminal/text.ts'
import { syncPackage } from '../optional-peers.ts'

export interface BackfillOptions extends CommonOptions {
  readonly stream: string
  readonly from: string
  readonly to: string
  readonly into: string
  readonly every: string
  readonly name: string
  readonly dataset?: string
  readonly settings?: string
  readonly dryRun?: boolean
  readonly runbook?: string
  readonly engine?: 'local' | 'restate'
}

type Context = CommandContext<BackfillOptions>

/**
 * `portico backfill <connector> --stream … --from … --to … --into …`: reads the past in ranges; the incremental state does not
 * move.
 */
export async function backfill(context: Context, connector: string): Promise<ExitCode> {
  const { io, output, options } = context
  const { stream, from, to, into, name, dataset } = options
  const setup = await setUp(io, options)
  const settings = await readSettings(io, options.settings)
  const everyMs = durationOf('--every', options.every)
  const { planStreams } = await syncPackage()
  const { backfillRunbook, planBackfill } = await import('@portico/sync/backfill')
  try {
    const definition = await loadSource(setup, connector)
    const words = { connector, to: into, streams: [stream], dataset, settings }
    const stated = { job: keptJob(io, jobOf(setup, definition, words), '--into'), from, to, everyMs, name }
    const [plan] = planStreams(definition, [stream], { settings, mode: 'append_dedup' })
    const ranges = planBackfill(plan!, stated)
    if (options.runbook !== undefined) {
      await writeFile(resolve(io.cwd, options.runbook), backfillRunbook(plan!, stated, ranges, commandOf(connector, options)))
    }
    if (options.dryRun) {
      if (output.json) await output.document({ ranges: ranges.map(({ id, job: { range } }) => ({ run: id, ...range })) })
      else await output.lines(ranges.map(({ id, job: { range } }) => `${String(range!.from)} up to ${String(range!.to)}  ${id}`))
      output.note(`${ranges.length} ranges; nothing was read`)
      return exitCode.ok
    }
    return await readRanges(context, setup, ranges)
  } catch (error) {
    throw mistakeOfSync(error)
  }
}

/** Sequential: a failed range does not keep the others from being read, and the next call retries it. */
async function readRanges({ io, output, options }: Context, setup: Setup, ranges: readonly BackfillRange[]): Promise<ExitCode> {
  const engine = await openEngine(io, setup, options.engine)
  const progress = createProgress(io, output, `backfill of ${options.stream}: opening`)
  const open: OpenJob = (job) => openJob(io, setup, job, { observers: [syncProgress(progress)] })
  const runs: EngineRun[] = []
  try {
    // Reports what is impossible before creating a run for it.
    await (await open(ranges[0]!.job)).close()
    for (const range of ranges) {
      const before = await engine.run(range.id)
      if (!before) await engine.start(range.job, range.id)
      else if (before.state !== 'succeeded' && before.state !== 'queued' && before.state !== 'running')
        await engine.resume(range.id)
      const run =
        before?.state === 'succeeded' ? before : await finishRun(engine, range.id, { open, signal: io.signal, progress })
      runs.push(run)
      if (!hasEnded(run.state)) break
    }
  } finally {
    progress.end()
    await engine.close()
  }
  if (output.json) await output.document({ ranges: ranges.length, runs })
  else await output.lines(engineRunLines(runs, output))
  const left = runs.find(({ state }) => !hasEnded(state))
  if (left) {
    output.note(`${oneLine(left.id)} is ${left.state}: the same command continues it`)
    return exitCode.interrupted
  }
  const failed = runs.find(({ state }) => state !== 'succeeded')
  if (!failed) return exitCode.ok
  return failed.report ? exitCodeOfRun(failed.report) : exitCode.usage
}

function commandOf(connector: string, { stream, from, to, into, every, name }: BackfillOptions): string {
  return `portico backfill ${connector} --stream ${stream} --from ${from} --to ${to} --into ${into} --every ${every} --name ${name}`
}
