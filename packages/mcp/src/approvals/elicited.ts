import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { type Approval, type ConnectorError, covers, type Detailed } from '@portico/core'
import type { Caller } from '../access/caller.ts'
import type { ToolContext } from '../call/context.ts'
import type { PreparedCall } from '../call/prepared-call.ts'
import { resumeCall } from '../call/start-or-run.ts'
import { bindingOf, otherPart } from '../questions/binding.ts'
import type { ApprovalState } from '../questions/client-state.ts'
import { approvalQuestion } from '../questions/compile-questions.ts'
import { recordRefusal } from '../access/refusal.ts'
import type { ToolServer } from '../server/tool-server.ts'
import { decisionForm, readDecision } from './read-decision.ts'
import { shownCall } from './shown-call.ts'

/**
 * A question to the person at the client, if the call waits for a decision that they may take. Undefined if they may not: a class
 * above theirs, their own call, more than a form can show, a client that cannot ask, or approvals that are only decided
 * elsewhere.
 */
export async function askThePerson(
  served: ToolServer,
  call: PreparedCall,
  { ask, caller }: ToolContext,
  error: ConnectorError,
): Promise<object | undefined> {
  const { approval } = error
  if (error.code !== 'approval_required' || !approval || !ask) return undefined
  if (!personMayDecide(served, caller, approval.requires)) return undefined
  const shown = shownCall(call.tool, call.input, error.message)
  if (shown === undefined) return undefined
  return ask(
    { ...stateOf(call, caller, approval), filled: call.filled },
    {
      [approvalQuestion]: { message: shown, form: decisionForm },
    },
  )
}

/** Whether a decision of the person at the client counts: within their class, and not about their own action. */
export function personMayDecide({ desk }: ToolServer, { person, actor }: Caller, requires: Approval): boolean {
  return desk !== undefined && person !== undefined && covers(person.approves, requires) && person.actor.id !== actor.id
}

/** The person's answer to a question about an approval. */
export interface AnsweredApproval {
  readonly state: ApprovalState
  readonly response: unknown
}

/** Records what the person answered, and runs the call as they decided. */
export async function settleAnswer(
  served: ToolServer,
  call: PreparedCall,
  context: ToolContext,
  { state, response }: AnsweredApproval,
): Promise<Detailed<unknown>> {
  const { toolset, desk } = served
  const { caller } = context
  const { governance } = toolset
  const { tool } = call
  const refuse = async (reason: string): Promise<never> => {
    await recordRefusal(governance, { rule: 'approval.binding', reason, caller, asked: tool.name, tool })
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The answer does not cover this call: ${reason}`)
  }
  const expected = stateOf(call, caller, { id: state.approval, requires: state.requires })
  const other = otherPart(expected, state)
  if (other !== undefined) return refuse(`the question was about another ${other}`)
  // The person may have lost the right to decide since they were asked.
  if (!caller.person || !desk || !personMayDecide(served, caller, state.requires)) {
    return refuse('nobody at this client may decide')
  }
  const read = readDecision(response, tool.fixed)
  if ('problem' in read) return refuse(read.problem)
  const { tenantId } = caller
  await desk
    .decide({ tenantId, id: state.approval, by: caller.person.actor }, read.decision)
    .catch((reason: unknown) => refuse(reason instanceof Error ? reason.message : 'it could not be recorded'))
  const token = await governance.store.approvals.collect(state.approval, tenantId, call.options.actor!)
  if (token === undefined) return refuse('there is no decision')
  return resumeCall(call.method, token, { ...(tool.rules && { policy: tool.rules }) })
}

function stateOf(
  { tool, argumentsHash }: PreparedCall,
  caller: Caller,
  { id, requires }: { readonly id: string; readonly requires: Approval },
): ApprovalState {
  return { kind: 'approval', approval: id, requires, ...bindingOf(tool, argumentsHash(), caller) }
}
