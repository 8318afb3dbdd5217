import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { TaskRecord, Tasks } from '@portico/core'

/** Attempts for a change that collides with a runner's step. */
const tries = 5

/**
 * Changes a task as `next` says of its latest state; if it returns undefined, the task is returned unchanged. Throws if somebody
 * else was first every time.
 */
export async function changeTask(
  store: Tasks,
  task: TaskRecord,
  next: (current: TaskRecord) => TaskRecord | undefined,
): Promise<TaskRecord | undefined> {
  let current: TaskRecord | undefined = task
  for (let attempt = 0; attempt < tries; attempt++) {
    const changed: TaskRecord | undefined = current && next(current)
    if (!changed) return undefined
    const saved = { ...changed, version: current!.version + 1 }
    if (await store.save(saved)) return saved
    current = await store.find(task.tenantId, task.id)
  }
  throw new ProtocolError(ProtocolErrorCode.InternalError, 'The task is busy: try again')
}
