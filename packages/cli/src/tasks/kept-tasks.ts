import type { TaskRecord, Tasks } from '@portico/core'
import type { CommandContext } from '../command-context.ts'
import { type Setup, setUp } from '../config/setup.ts'
import { Mistake } from '../mistake.ts'
import { type ConfiguredStore, openConfiguredStore } from '../store/configured-store.ts'
import { oneLine } from '../terminal/text.ts'
import { governancePackage } from '../optional-peers.ts'

/** The store's long operations; undefined for a store without any. */
export function keptTasks({ store, sql }: ConfiguredStore): Tasks | undefined {
  return sql?.tasks ?? (store as { readonly tasks?: Tasks }).tasks
}

/** Runs a command on the configured store's tasks, and closes the store. */
export async function atTasks<T>(
  { io, options }: CommandContext,
  run: (kept: Tasks, setup: Setup, opened: ConfiguredStore) => Promise<T>,
): Promise<T> {
  const setup = await setUp(io, options)
  const opened = await openConfiguredStore(io, setup)
  try {
    const kept = opened && keptTasks(opened)
    if (kept) return await run(kept, setup, opened)
    const hint = 'set PORTICO_STORE=sqlite:./portico.db, or store in portico.config.ts'
    throw new Mistake('configuration', 'store', 'nothing here keeps tasks', hint)
  } catch (error) {
    const { isKeyError } = await governancePackage()
    if (!isKeyError(error)) throw error
    throw sealedOtherwise(error.message, error)
  } finally {
    await opened?.close()
  }
}

export function sealedOtherwise(problem: string, cause?: Error): Mistake {
  return new Mistake('configuration', 'PORTICO_KEYS', problem, 'set it to the keys that the tasks were sealed with', cause)
}

/** A task of this tenant. Other tenants' tasks do not exist for it. */
export async function demandTask(kept: Tasks, tenantId: string, id: string): Promise<TaskRecord> {
  const task = await kept.find(tenantId, id)
  if (task) return task
  throw new Mistake(
    'usage',
    'task',
    `there is no task '${oneLine(id)}' in ${tenantId}`,
    'portico tasks list says which there are',
  )
}

/** Without input, result and handle, which may hold what not everybody at the terminal should see. */
export function shownTask(task: TaskRecord): object {
  const { input: _input, result: _result, handle: _handle, ...facts } = task
  return facts
}
