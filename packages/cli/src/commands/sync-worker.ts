import { once } from 'node:events'
import type { Schedule } from '@portico/sync/engine'
import type { CommandContext } from '../command-context.ts'
import type { ScheduleConfig, SyncConfig } from '../config/sync-config.ts'
import type { Setup } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { jobOf, keptJob } from '../sync/job-of.ts'
import { loadSource } from '../sync/load-source.ts'
import { openJob } from '../sync/open-job.ts'
import { withEngine } from '../sync/open-engine.ts'
import { watchSchedules } from '../sync/watch-schedules.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico sync worker`: performs the engine's runs and starts those of the configured schedules, until interrupted. */
export async function syncWorker(context: CommandContext): Promise<ExitCode> {
  const { io, output } = context
  return withEngine(context, async (engine, setup) => {
    const schedules = await schedulesOf(setup)
    const worker = await engine.work({
      open: (job) => openJob(io, setup, job),
      onTrouble: (error) => output.warn(oneLine(error instanceof Error ? error.message : String(error))),
    })
    try {
      await engine.setSchedules(schedules)
      output.note(
        `works on runs of the ${engine.kind} engine, ${schedules.length} ${schedules.length === 1 ? 'schedule' : 'schedules'}`,
      )
      await watchSchedules(context, setup)
      if (!io.signal.aborted) await once(io.signal, 'abort')
    } finally {
      await worker.close()
    }
    return exitCode.ok
  })
}

/** The configured schedules. Throws a `Mistake` that names an invalid one. */
async function schedulesOf(setup: Setup): Promise<Schedule[]> {
  const { schedules = {} } = (setup.config.sync ?? {}) as SyncConfig
  return Promise.all(Object.entries(schedules).map(([name, stated]) => scheduleOf(setup, name, stated)))
}

async function scheduleOf(setup: Setup, name: string, stated: ScheduleConfig): Promise<Schedule> {
  const { nextTime } = await import('@portico/sync/engine')
  const { cron, timezone, ...words } = stated
  const schedule = { name, cron, ...(timezone !== undefined && { timezone }) }
  const field = `sync.schedules.${name}`
  try {
    nextTime(schedule, Date.now())
  } catch (error) {
    throw new Mistake('configuration', `${field}.cron`, (error as Error).message, "write five fields, such as '0 * * * *'", error)
  }
  const definition = await loadSource(setup, stated.connector)
  return { ...schedule, job: keptJob({ cwd: setup.folder }, jobOf(setup, definition, words), `${field}.to`) }
}
