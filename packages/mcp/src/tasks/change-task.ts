import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { TaskRecord, Tasks } from '@portico/core'

/** A change that meets a step of a runner is tried again so often. */
const tries = 5

/**
 * Changes a task as `next` says of its newest state; undefined from it leaves the task as it is, and is given back. Throws where
 * somebody else was first each time.
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
