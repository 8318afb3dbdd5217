import { MissingRequiredClientCapabilityError, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { TaskRecord } from '@portico/core'
import { askerOf, type Caller } from '../access/caller.ts'
import { recordRefusal } from '../access/refusal.ts'
import type { ToolServer } from '../server/tool-server.ts'
import { answerTask } from './answer-task.ts'
import { cancelTask } from './cancel-task.ts'
import { openQuestions } from './task-questions.ts'
import { taskView, tasksExtension } from './task-view.ts'

type Wire = Record<string, unknown>

/** An id of another shape is nobody's: no need to ask a store, and some reject such text. */
const idShape = /^[\w-]{1,64}$/

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

/** What a client may do with its tasks. Other owners' tasks do not exist for it: they get the same answer as an unknown one. */
export function taskMethods(served: ToolServer): TaskMethods {
  const { toolset, tasks } = served

  const own = async (id: string, caller: Caller): Promise<TaskRecord> => {
    const task = idShape.test(id) ? await tasks.store.find(caller.tenantId, id) : undefined
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

  return {
    async get(id, caller) {
      const task = await own(id, caller)
      return taskView(task, openQuestions(toolset, task))
    },

    async update(id, responses, caller) {
      await answerTask(served, await own(id, caller), responses, caller)
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
