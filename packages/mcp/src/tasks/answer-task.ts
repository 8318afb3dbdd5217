import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { TaskRecord } from '@portico/core'
import type { Caller } from '../access/caller.ts'
import { personMayDecide } from '../approvals/elicited.ts'
import { readDecision } from '../approvals/read-decision.ts'
import { declinedAnswer } from '../call/error-answer.ts'
import { approvalQuestion } from '../questions/compile-questions.ts'
import { readRound } from '../questions/read-fields.ts'
import { recordRefusal } from '../access/refusal.ts'
import type { ToolServer } from '../server/tool-server.ts'
import type { ServedTool } from '../toolset/served-tool.ts'
import { changeTask } from './change-task.ts'
import { openQuestions } from './task-questions.ts'
import { ending, intentOf } from './task-state.ts'

type Responses = Readonly<Record<string, unknown>>

/** Takes an answer of the person at the client. Answers to questions not asked, or already answered, change nothing. */
export async function answerTask(served: ToolServer, task: TaskRecord, responses: Responses, caller: Caller): Promise<void> {
  const tool = served.toolset.tools.get(task.tool)
  if (task.status !== 'input_required' || !tool) return
  if (task.questions) return fill(served, tool, task, responses)
  if (Object.hasOwn(responses, approvalQuestion)) return decide(served, tool, task, responses[approvalQuestion], caller)
}

/** Fills in fields, some or all; the task starts with the last of them, and ends if the person declines one. */
async function fill(served: ToolServer, tool: ServedTool, asked: TaskRecord, responses: Responses): Promise<void> {
  const { toolset, tasks, intents } = served
  const now = toolset.governance.clock.now()
  const saved = await changeTask(tasks.store, asked, (task) => {
    if (task.status !== 'input_required' || !task.questions) return undefined
    const { values, declined, open } = readRound(openQuestions(toolset, task), responses)
    if (declined) {
      const result = declinedAnswer(tool)
      return ending({ ...task, status: 'completed', statusMessage: undefined, result, questions: [], updatedAt: now }, tasks, now)
    }
    const questions = Object.keys(open)
    const input = { ...(task.input as object), ...values }
    const started = questions.length === 0 && ({ status: 'working', statusMessage: 'answered', dueAt: now } as const)
    return { ...task, input, questions, updatedAt: now, ...started }
  })
  if (saved?.status === 'completed') await intents.settle(intentOf(saved), saved.idempotencyKey)
  served.runner.look()
}

async function decide(served: ToolServer, tool: ServedTool, asked: TaskRecord, response: unknown, caller: Caller): Promise<void> {
  const { toolset, tasks, desk, runner } = served
  const { approvalId, requiredApproval, tenantId } = asked
  if (!caller.person || !desk || approvalId === undefined || requiredApproval === undefined) return
  const refuse = async (reason: string): Promise<never> => {
    await recordRefusal(toolset.governance, { rule: 'approval.binding', reason, caller, asked: asked.tool, tool })
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The answer does not hold: ${reason}`)
  }
  // The person may have lost the right to decide since they were asked.
  if (!personMayDecide(served, caller, requiredApproval)) return refuse('the person at the client may not decide this')
  const read = readDecision(response, tool.fixed)
  if ('problem' in read) throw new ProtocolError(ProtocolErrorCode.InvalidParams, read.problem)
  await desk
    .decide({ tenantId, id: approvalId, by: caller.person.actor }, read.decision)
    .catch((error: unknown) => refuse(error instanceof Error ? error.message : 'it could not be recorded'))
  const now = toolset.governance.clock.now()
  const statusMessage = `decided: ${read.decision.outcome}`
  await changeTask(tasks.store, asked, (task) =>
    task.status === 'input_required' ? { ...task, status: 'working', statusMessage, dueAt: now, updatedAt: now } : undefined,
  )
  runner.look()
}
