import { type ConnectorError, isConnectorError, type JobHandle, type ResolvedGovernance, type TaskRecord } from '@portico/core'
import { answerOf } from '../call/answer.ts'
import { errorAnswer } from '../call/error-answer.ts'
import type { ServedTool } from '../toolset/served-tool.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { approvalPollMs } from './new-task.ts'

export type Change = Partial<Omit<TaskRecord, 'id' | 'version'>>

/** One step of a task: starts it, looks for a decision, or polls the vendor once. Returns what has changed. */
export async function advance(toolset: Toolset, task: TaskRecord): Promise<Change> {
  const tool = toolset.tools.get(task.tool)
  // It was shown, and perhaps approved, as something else.
  if (!tool || tool.operation.pin() !== task.pin) return failed('the operation has changed since the task was created')
  try {
    return await step(toolset, tool, task)
  } catch (error) {
    return afterError(tool, task, error, toolset.governance)
  }
}

async function step(toolset: Toolset, tool: ServedTool, task: TaskRecord): Promise<Change> {
  const { clock, store } = toolset.governance
  if (task.questions?.length) return { dueAt: undefined }
  const method = toolset.method(task.tenantId, tool)
  const { everyMs } = tool.operation.definition.job!.poll
  const options = {
    actor: task.actor,
    ...(task.correlationId !== undefined && { correlationId: task.correlationId }),
    ...(tool.rules && { policy: tool.rules }),
  }
  if (task.handle === undefined) {
    const token =
      task.approvalId === undefined ? undefined : await store.approvals.collect(task.approvalId, task.tenantId, task.actor)
    const started =
      token === undefined
        ? await method.start!(task.input, { ...options, idempotencyKey: task.idempotencyKey })
        : await method.resumeStart!(token, tool.rules ? { policy: tool.rules } : {})
    return {
      handle: started.data,
      approvalId: undefined,
      requiredApproval: undefined,
      status: 'working',
      statusMessage: 'started',
      dueAt: clock.now() + everyMs,
    }
  }
  const handle = task.handle as JobHandle
  const { state, pollAfterMs } = await method.status!(handle, options)
  if (state === 'running') {
    return { polls: task.polls + 1, statusMessage: `running, asked ${task.polls + 1} times`, dueAt: clock.now() + pollAfterMs }
  }
  const ended = await method.wait!(handle, options)
  return completed(await answerOf(tool, ended, {}))
}

function afterError(
  tool: ServedTool,
  task: TaskRecord,
  error: unknown,
  governance: Pick<ResolvedGovernance, 'clock' | 'telemetry'>,
): Change {
  const now = governance.clock.now()
  if (!isConnectorError(error)) return failed('the server failed')
  if (error.code === 'approval_required') {
    const { id, requires } = error.approval ?? { id: task.approvalId, requires: task.requiredApproval }
    return { approvalId: id, requiredApproval: requires, dueAt: now + approvalPollMs }
  }
  // Not the vendor's answer but our reason to stop: the URL it gave is not one of its own.
  if (error.code === 'host_not_allowed') return failed('the vendor pointed at a host that it does not declare')
  const { everyMs } = tool.operation.definition.job!.poll
  if (mayGoOn(error, task, now))
    return { statusMessage: `waits: ${error.code}`, dueAt: now + Math.max(error.retryAfterMs ?? 0, everyMs) }
  return completed(errorAnswer(tool, error, governance))
}

/** A poll with a passing failure says nothing of the job. A start is retried only under a key that makes it act once. */
function mayGoOn({ retryable, code }: ConnectorError, task: TaskRecord, now: number): boolean {
  if (now >= task.expiresAt) return false
  return retryable || (task.handle !== undefined && code === 'unavailable')
}

function completed(result: object): Change {
  return { status: 'completed', statusMessage: undefined, result, dueAt: undefined }
}

function failed(message: string): Change {
  return { status: 'failed', statusMessage: message, error: { code: -32603, message }, dueAt: undefined }
}
