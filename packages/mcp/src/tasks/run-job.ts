import { MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server'
import { type ConnectorError, isConnectorError, type JobHandle, type TaskRecord } from '@portico/core'
import { askThePerson, personMayDecide } from '../approvals/elicited.ts'
import { shownCall } from '../approvals/shown-call.ts'
import type { ToolContext } from '../call/context.ts'
import { errorAnswer, unfinishedAnswer } from '../call/error-answer.ts'
import type { PreparedCall } from '../call/prepared-call.ts'
import { send } from '../call/send.ts'
import type { Wish } from '../repeats/repeats.ts'
import { intentOf } from '../call/intent-of.ts'
import type { ToolServer } from '../server/tool-server.ts'
import { newTask } from './new-task.ts'
import { isEnded } from './task-state.ts'
import { createdView, tasksExtension } from './task-view.ts'

/**
 * Starts a long operation and keeps it as a task. A client with the tasks extension receives the task; any other waits for the
 * end as long as it may, and then repeats the call with the same arguments.
 */
export async function runJob(served: ToolServer, call: PreparedCall, context: ToolContext, wish: Wish): Promise<object> {
  const { tasks } = served
  const { tool } = call
  if (!context.takesTasks && tasks.required.includes(tool.qualifiedName)) {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [tasksExtension]: {} } } })
  }
  if (context.takesTasks && tool.asked?.within) return createdView(await keepAsking(served, call, context, wish))
  let task: TaskRecord
  try {
    const { data, receipt } = await send(served, call, context, wish)
    task = await keep(served, call, context, { key: receipt.idempotencyKey!, handle: data as JobHandle })
  } catch (error) {
    if (!isConnectorError(error)) throw error
    if (error.code !== 'approval_required' || !error.approval) return errorAnswer(tool, error, served.toolset.governance)
    const within = tasks.approvals === 'within' && context.takesTasks
    const question = within ? undefined : await askThePerson(served, call, context, error)
    if (question) return question
    if (!context.takesTasks) return errorAnswer(tool, error, served.toolset.governance)
    task = await keepWaiting(served, call, context, error)
  }
  return context.takesTasks ? createdView(task) : waitForEnd(served, call, context, task)
}

function keep({ tasks, toolset }: ToolServer, call: PreparedCall, { caller }: ToolContext, start: Parameters<typeof newTask>[3]) {
  return tasks.store.create(newTask(call, caller, tasks, start, toolset.governance.clock.now()))
}

/** A task that first asks its person, under the key that it will start with, so that a repeat finds the same task. */
async function keepAsking(served: ToolServer, call: PreparedCall, context: ToolContext, wish: Wish): Promise<TaskRecord> {
  const key = await served.repeats.open(intentOf(call, context.caller), wish)
  return keep(served, call, context, {
    key,
    questions: Object.keys(call.tool.asked!.within!),
    message: 'waits for the person at the client',
  })
}

async function keepWaiting(
  served: ToolServer,
  call: PreparedCall,
  context: ToolContext,
  error: ConnectorError,
): Promise<TaskRecord> {
  const approval = error.approval!
  const message = `waits for a person until ${approval.expiresAt}`
  return keep(served, call, context, {
    key: error.idempotencyKey!,
    approval,
    askable:
      context.ask !== undefined &&
      personMayDecide(served, context.caller, approval.requires) &&
      shownCall(call.tool, call.input, message) !== undefined,
    message,
  })
}

async function waitForEnd(
  { tasks, toolset }: ToolServer,
  { tool }: PreparedCall,
  context: ToolContext,
  made: TaskRecord,
): Promise<object> {
  const { clock } = toolset.governance
  const until = clock.now() + tasks.waitMs
  let task: TaskRecord | undefined = made
  let told = -1
  while (task && !isEnded(task)) {
    if (context.progress && task.polls > told) {
      told = task.polls
      await context.progress(told, task.statusMessage ?? task.status)
    }
    if (context.signal.aborted || clock.now() >= until) return unfinishedAnswer(tool, task)
    await clock.wait(Math.min(tasks.everyMs, 1_000), context.signal).catch(() => undefined)
    task = await tasks.store.find(made.tenantId, made.id)
  }
  if (task?.status === 'completed') return task.result as object
  return unfinishedAnswer(tool, task ?? made)
}
