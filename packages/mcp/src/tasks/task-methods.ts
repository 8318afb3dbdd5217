import { MissingRequiredClientCapabilityError, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { TaskRecord } from '@portico/core'
import { askerOf, type Caller } from '../access/caller.ts'
import { personMayDecide } from '../approvals/elicited.ts'
import { readDecision } from '../approvals/read-decision.ts'
import { recordRefusal } from '../record/refusal.ts'
import type { ToolServer } from '../server/tool-server.ts'
import { cancelTask } from './cancel-task.ts'
import { taskView, tasksExtension } from './task-view.ts'

type Wire = Record<string, unknown>

const acknowledged: Wire = { resultType: 'complete' }

export interface TaskMethods {
  get(id: string, caller: Caller): Promise<Wire>
  update(id: string, responses: Readonly<Record<string, unknown>>, caller: Caller): Promise<Wire>
  cancel(id: string, caller: Caller): Promise<Wire>
}

/** Throws -32021 for a client that did not declare the extension. */
export function demandTasks(declared: boolean): void {
  if (declared) return
  throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [tasksExtension]: {} } } })
}

/** What a client may do with its tasks. Nobody else's is there: an unknown task and another owner's get the same answer. */
export function taskMethods(served: ToolServer): TaskMethods {
  const { toolset, tasks, runner } = served
  const { clock } = toolset.governance

  const own = async (id: string, caller: Caller): Promise<TaskRecord> => {
    const task = await tasks.store.find(caller.tenantId, id)
    if (task && isOwner(caller, task)) return task
    await recordRefusal(toolset.governance, {
      rule: task ? 'task.owner' : 'task.unknown',
      reason: task ? 'the task is of another client, actor or person' : 'there is no such task',
      caller,
      asked: 'tasks',
      ...(task && toolset.tools.has(task.tool) && { tool: toolset.tools.get(task.tool)! }),
    })
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Unknown task')
  }

  const question = (task: TaskRecord): string => {
    const tool = toolset.tools.get(task.tool)
    return `${task.operation}: ${tool?.operation.definition.summary ?? ''}\n${task.statusMessage ?? ''}`
  }

  return {
    async get(id, caller) {
      return taskView(await own(id, caller), { approval: question(await own(id, caller)) })
    },

    async update(id, responses, caller) {
      const task = await own(id, caller)
      const tool = toolset.tools.get(task.tool)
      // An answer to what was not asked, or was answered before, changes nothing.
      if (task.status !== 'input_required' || !Object.hasOwn(responses, 'approval') || !tool) return acknowledged
      if (!caller.person || !served.desk || task.approvalId === undefined || task.requiredApproval === undefined)
        return acknowledged
      // What a person may decide can have been taken from them since they were asked.
      if (!personMayDecide(served, caller, task.requiredApproval)) {
        const reason = 'the person at the client may not decide this'
        await recordRefusal(toolset.governance, { rule: 'approval.binding', reason, caller, asked: task.tool, tool })
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The answer does not hold: ${reason}`)
      }
      const read = readDecision(responses['approval'], tool.fixed)
      if ('problem' in read) throw new ProtocolError(ProtocolErrorCode.InvalidParams, read.problem)
      try {
        await served.desk.decide({ tenantId: task.tenantId, id: task.approvalId, by: caller.person.actor }, read.decision)
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'it could not be written down'
        await recordRefusal(toolset.governance, { rule: 'approval.binding', reason, caller, asked: task.tool, tool })
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The answer does not hold: ${reason}`)
      }
      const now = clock.now()
      await tasks.store.save({
        ...task,
        status: 'working',
        statusMessage: `decided: ${read.decision.outcome}`,
        dueAt: now,
        updatedAt: now,
        version: task.version + 1,
      })
      runner.look()
      return acknowledged
    },

    async cancel(id, caller) {
      const task = await own(id, caller)
      await cancelTask(toolset, { store: tasks.store, intents: served.intents, webhook: tasks.webhook }, task, task.actor)
      return acknowledged
    },
  }
}

function isOwner(caller: Caller, task: TaskRecord): boolean {
  const { client, actor, person } = askerOf(caller)
  return client === task.client && actor.type === task.actor.type && actor.id === task.actor.id && person === task.person
}
