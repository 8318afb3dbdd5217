import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { type Approval, type ApprovalDecision, type ConnectorError, covers, type Detailed } from '@portico/core'
import { redactFields } from '@portico/core/definition'
import type { Caller } from '../access/caller.ts'
import type { PersonsAnswer, ToolContext } from '../call/context.ts'
import type { PreparedCall } from '../call/prepared-call.ts'
import { resumeCall } from '../call/start-or-run.ts'
import { recordRefusal } from '../record/refusal.ts'
import type { Toolset } from '../toolset/toolset.ts'
import type { ApprovalState } from './approval-state.ts'
import { canDecide, type Deciding } from './deciding.ts'
import { readDecision } from './read-decision.ts'

/**
 * A question to the person at the client, where the call waits for a decision that they may take. Undefined where they may not: a
 * higher class than is theirs, their own call, a client that can't ask, or approvals that are decided elsewhere alone.
 */
export async function askThePerson(
  toolset: Toolset,
  call: PreparedCall,
  { ask, caller }: ToolContext,
  error: ConnectorError,
): Promise<object | undefined> {
  const { approval } = error
  if (error.code !== 'approval_required' || !approval || !ask) return undefined
  if (!personMayDecide(toolset, caller, approval.requires)) return undefined
  const { definition } = call.tool.operation
  const shown = JSON.stringify(redactFields(call.input, definition.audit?.redact ?? []), undefined, 2)
  const message = `${call.tool.qualifiedName}: ${definition.summary}\n${error.message}\n\n${shown}`
  return ask(stateOf(call, caller, approval.id), message)
}

/** Whether a decision of the person at the client counts: not above their class, and not about what they do themselves. */
export function personMayDecide({ governance }: Toolset, { person, actor }: Caller, requires: Approval): boolean {
  return (
    person !== undefined &&
    covers(person.approves, requires) &&
    person.actor.id !== actor.id &&
    canDecide(governance.store.approvals)
  )
}

/** Writes down what the person answered, and runs the call as they decided. */
export async function settleAnswer(
  toolset: Toolset,
  call: PreparedCall,
  context: ToolContext,
  { state, response }: PersonsAnswer,
): Promise<Detailed<unknown>> {
  const { caller } = context
  const { approvals } = toolset.governance.store
  const refuse = async (reason: string): Promise<never> => {
    await recordRefusal(toolset.governance, { rule: 'approval.binding', reason, caller, asked: call.tool.name, tool: call.tool })
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The answer does not cover this call: ${reason}`)
  }
  const expected = stateOf(call, caller, state.approval)
  const other = (Object.keys(expected) as (keyof ApprovalState)[]).find((name) => expected[name] !== state[name])
  if (other !== undefined) return refuse(`another ${other} was asked about`)
  if (!caller.person || !canDecide(approvals)) return refuse('nobody at this client may decide')
  const read = readDecision(
    response,
    call.tool.fixed,
    caller.person.actor,
    new Date(toolset.governance.clock.now()).toISOString(),
  )
  if ('problem' in read) return refuse(read.problem)
  const token = await decide(approvals, state.approval, read.decision).catch((reason: unknown) => refuse(reasonOf(reason)))
  return resumeCall(call.method, token, { ...(call.tool.rules && { policy: call.tool.rules }) })
}

async function decide(approvals: Deciding, id: string, decision: ApprovalDecision): Promise<string> {
  return approvals.decide(id, decision)
}

function stateOf({ tool, argumentsHash }: PreparedCall, caller: Caller, approval: string): ApprovalState {
  return {
    approval,
    tool: tool.name,
    argumentsHash,
    pin: tool.operation.pin(),
    client: caller.client,
    tenantId: caller.tenantId,
  }
}

function reasonOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'it could not be written down'
}
