import { type Actor, type Intents, isConnectorError, type JobHandle, type TaskRecord, type Tasks } from '@portico/core'
import { messageOutside } from '../call/error-answer.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { changeTask } from './change-task.ts'
import type { TaskOptions } from './task-options.ts'
import { ending, intentOf, isEnded } from './task-state.ts'
import { messageOf } from '../server/message-of.ts'

export interface CancelParts {
  readonly store: Tasks
  readonly intents: Intents
  readonly webhook: TaskOptions['webhook'] | undefined
}

/**
 * Ends a task, and the vendor's job if the operation can be cancelled there; the vendor's response is in the audit log, and in
 * the task if the job runs on. False for a task that had already ended. Throws if its runner got in the way every time.
 */
export async function cancelTask(toolset: Toolset, parts: CancelParts, task: TaskRecord, actor: Actor): Promise<boolean> {
  const { clock } = toolset.governance
  const now = clock.now()
  const cancelled = await changeTask(parts.store, task, (current) => {
    if (isEnded(current)) return undefined
    const starting = current.handle === undefined && current.leasedUntil > now
    const statusMessage = starting ? 'it was just starting: whatever began at the vendor is stopped once known' : undefined
    return ending({ ...current, status: 'cancelled', statusMessage, updatedAt: now }, parts, now)
  })
  if (!cancelled) return false
  await parts.intents.settle(intentOf(cancelled), cancelled.idempotencyKey)
  if (cancelled.handle !== undefined) await stopAtVendor(toolset, parts.store, cancelled, actor)
  return true
}

/** Stops the job of a cancelled task. If that fails, the task says so: somebody may have to stop it. */
export async function stopAtVendor(toolset: Toolset, store: Tasks, task: TaskRecord, actor: Actor): Promise<void> {
  const statusMessage = await stopJob(toolset, task, actor)
  await changeTask(store, task, (current) => ({ ...current, handle: task.handle, statusMessage }))
  if (statusMessage === undefined) return
  const { clock, incidents } = toolset.governance
  await incidents?.report({
    tenantId: task.tenantId,
    source: 'workflow',
    kind: 'task_runs_on',
    subject: task.operation,
    severity: 'V1',
    title: `A cancelled task of ${task.operation} may still be running at the vendor; ${task.owner} is responsible`,
    at: new Date(clock.now()).toISOString(),
    correlationId: task.correlationId,
  })
}

/** Why the job runs on; undefined if it was stopped. */
async function stopJob(toolset: Toolset, task: TaskRecord, actor: Actor): Promise<string | undefined> {
  const tool = toolset.tools.get(task.tool)
  if (!tool?.operation.job?.cancel) return 'it is still running at the vendor, where it cannot be cancelled'
  try {
    await toolset.method(task.tenantId, tool).cancel!(task.handle as JobHandle, {
      actor,
      ...(task.correlationId !== undefined && { correlationId: task.correlationId }),
    })
    return undefined
  } catch (error) {
    const message = messageOf(error)
    toolset.governance.telemetry?.log?.({ level: 'warn', event: 'portico.mcp.cancel', attributes: { task: task.id, message } })
    const told = isConnectorError(error) ? messageOutside(tool.operation.qualifiedName, error) : 'the server failed'
    return `it may still be running at the vendor: ${told}`
  }
}
