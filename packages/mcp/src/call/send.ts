import { canonicalHash, type Detailed, isConnectorError, type PageOptions } from '@portico/core'
import { askerOf } from '../access/caller.ts'
import { type AnsweredApproval, settleAnswer } from '../approvals/elicited.ts'
import { approvalQuestion } from '../questions/compile-questions.ts'
import type { Wish } from '../repeats/repeats.ts'
import type { ToolServer } from '../server/tool-server.ts'
import type { Toolset } from '../toolset/toolset.ts'
import type { ToolContext } from './context.ts'
import { intentOf } from './intent-of.ts'
import type { PreparedCall } from './prepared-call.ts'
import { makeCall, resumeCall } from './start-or-run.ts'

/** Sends a call: a write under the key of its intent, a read under a key that only approvals use. */
export async function send(served: ToolServer, call: PreparedCall, context: ToolContext, wish: Wish): Promise<Detailed<unknown>> {
  const { toolset, repeats } = served
  const { tool, at } = call
  const { caller, signal } = context
  const answered = answeredApproval(context)
  if (!tool.operation.writes) {
    const options = {
      signal,
      idempotencyKey: `read:${canonicalHash([askerOf(caller), tool.qualifiedName, call.input])}`,
      ...(at.cursor !== undefined && { cursor: at.cursor }),
    }
    return answered ? settleAnswer(served, call, context, answered) : sendOnce(toolset, call, options)
  }
  const intent = intentOf(call, caller)
  const { clock } = toolset.governance
  const { totalTimeoutMs } = tool.operation.definition
  const until = clock.now() + totalTimeoutMs
  const staysOpen = tool.operation.job !== undefined
  // A write goes on after its client stops waiting: if it were aborted half way, nobody would know the outcome.
  return repeats.run({ intent, wish, signal, until, staysOpen }, (key) =>
    answered ? settleAnswer(served, call, context, answered) : sendOnce(toolset, call, { idempotencyKey: key }),
  )
}

function answeredApproval({ answered }: ToolContext): AnsweredApproval | undefined {
  if (answered?.state.kind !== 'approval' || !Object.hasOwn(answered.responses, approvalQuestion)) return undefined
  return { state: answered.state, response: answered.responses[approvalQuestion] }
}

/** Sends the call, or runs the decision made on the same call since it was requested. */
async function sendOnce(
  toolset: Toolset,
  { method, input, options, tool }: PreparedCall,
  own: PageOptions,
): Promise<Detailed<unknown>> {
  try {
    return await makeCall(method, input, { ...options, ...own })
  } catch (error) {
    if (!isConnectorError(error) || error.code !== 'approval_required' || !error.approval) throw error
    const token = await toolset.governance.store.approvals.collect(error.approval.id, error.tenantId, options.actor!)
    if (token === undefined) throw error
    return resumeCall(method, token, { ...(tool.rules && { policy: tool.rules }), ...(own.signal && { signal: own.signal }) })
  }
}
