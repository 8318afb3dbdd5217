import type { TaskRecord } from '@portico/core'
import { decisionForm } from '../approvals/read-decision.ts'
import { shownCall } from '../approvals/shown-call.ts'
import { approvalQuestion } from '../questions/compile-questions.ts'
import type { CompiledRound } from '../questions/question.ts'
import type { Toolset } from '../toolset/toolset.ts'

/** What a task is currently asking its person: the fields still to fill in, or the decision that it waits for. */
export function openQuestions({ tools }: Toolset, task: TaskRecord): CompiledRound {
  const tool = tools.get(task.tool)
  const { questions } = task
  if (questions) {
    const asked = tool?.asked?.within ?? {}
    return Object.fromEntries(questions.filter((name) => Object.hasOwn(asked, name)).map((name) => [name, asked[name]!]))
  }
  const message = tool && shownCall(tool, task.input, task.statusMessage ?? '')
  return message === undefined ? {} : { [approvalQuestion]: { message, form: decisionForm } }
}
