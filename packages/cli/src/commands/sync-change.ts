import type { Engine } from '@portico/sync/engine'
import type { CommandContext } from '../command-context.ts'
import type { Setup } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { demandRun, noRun, withEngine } from '../sync/open-engine.ts'

/** `portico sync pause|resume|cancel <run>`: exit code 1 if the run's state does not allow it. */
export async function syncChange(context: CommandContext, change: 'pause' | 'resume' | 'cancel', id: string): Promise<ExitCode> {
  const { output } = context
  const ask = async (engine: Engine, setup: Setup): Promise<ExitCode> => {
    const { state } = await demandRun(engine, setup, id)
    const changed = await engine[change](id)
    const now = changed ? (await engine.run(id))?.state : state
    if (output.json) await output.document({ run: id, changed, state: now })
    else if (!changed) output.note(`${id} is ${state}, and can't be ${told[change]}`)
    else if (change !== 'resume' && now === 'running') output.note(`${id} is ${told[change]} when what is under way has landed`)
    else output.note(`${id}: ${told[change]}`)
    return changed ? exitCode.ok : exitCode.refused
  }
  return withEngine(context, ask, () => Promise.reject(noRun(id)))
}

const told = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const
