import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { Actor, Intents, JobHandle, TaskRecord, Tasks } from '@portico/core'
import type { Toolset } from '../toolset/toolset.ts'
import type { TaskOptions } from './task-options.ts'
import { ending, intentOf, isEnded } from './task-runner.ts'

/** A cancellation that meets a step of a runner is tried again so often. */
const tries = 5

export interface CancelParts {
  readonly store: Tasks
  readonly intents: Intents
  readonly webhook: TaskOptions['webhook'] | undefined
}

/**
 * Ends a task, and the job at the vendor where the operation can be cancelled there; what the vendor makes of that is in the audit
 * log. False for a task that had ended. Throws where its runner was in the way each time.
 */
export async function cancelTask(toolset: Toolset, parts: CancelParts, task: TaskRecord, actor: Actor): Promise<boolean> {
  const { clock } = toolset.governance
  let current: TaskRecord | undefined = task
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!current || isEnded(current)) return false
    const now = clock.now()
    const cancelled = {
      ...current,
      status: 'cancelled',
      statusMessage: undefined,
      updatedAt: now,
      version: current.version + 1,
    } as const
    if (await parts.store.save(ending(cancelled, parts, now))) {
      await parts.intents.settle(intentOf(current), current.idempotencyKey)
      await cancelAtVendor(toolset, current, actor)
      return true
    }
    current = await parts.store.find(task.tenantId, task.id)
  }
  throw new ProtocolError(ProtocolErrorCode.InternalError, 'The task is busy: cancel it again')
}

async function cancelAtVendor(toolset: Toolset, task: TaskRecord, actor: Actor): Promise<void> {
  const tool = toolset.tools.get(task.tool)
  if (!tool?.operation.job?.cancel || task.handle === undefined) return
  const method = toolset.method(task.tenantId, tool)
  try {
    await method.cancel!(task.handle as JobHandle, {
      actor,
      ...(task.correlationId !== undefined && { correlationId: task.correlationId }),
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : 'something that is no error was thrown'
    toolset.governance.telemetry?.log?.({ level: 'warn', event: 'portico.mcp.cancel', attributes: { task: task.id, message } })
  }
}
