import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { canonicalHash, type Detailed, isConnectorError, type PageOptions } from '@portico/core'
import type { Permission } from '../access/permit.ts'
import { askThePerson, settleAnswer } from '../approvals/elicited.ts'
import { recordRefusal } from '../record/refusal.ts'
import type { Repeats, Wish } from '../repeats/repeats.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { answerOf } from './answer.ts'
import { readArguments } from './arguments.ts'
import type { ToolContext } from './context.ts'
import { readContinuation } from './continuation.ts'
import { errorAnswer, invalidAnswer } from './error-answer.ts'
import type { PreparedCall } from './prepared-call.ts'

const unknownTool = { allowed: false, rule: 'access.unknown', reason: 'there is no such tool' } as const

/**
 * Answers a tools/call: the result, an error that tells the agent what to do, or a question to the person at the client. Throws a
 * `ProtocolError` for a tool that this caller has not, whether or not there is one.
 */
export async function callTool(
  toolset: Toolset,
  repeats: Repeats,
  name: string,
  given: unknown,
  context: ToolContext,
): Promise<object> {
  const tool = toolset.tools.get(name)
  const { caller } = context
  const permission: Permission = tool ? toolset.permits(tool, caller) : unknownTool
  if (!tool || !permission.allowed) {
    const { rule, reason } = permission.allowed ? unknownTool : permission
    await recordRefusal(toolset.governance, { rule, reason, caller, asked: name, ...(tool && { tool }) })
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name}`)
  }
  const read = readArguments(tool, given)
  if (read.problem !== undefined) {
    await recordRefusal(toolset.governance, { rule: 'arguments', reason: read.problem, caller, asked: name, tool })
    return invalidAnswer(tool, read.problem)
  }
  const { input, controls } = read
  const at = controls.next === undefined ? {} : readContinuation(controls.next)
  if (!at) return invalidAnswer(tool, 'portico.next: not one that an answer of this tool gave')
  const correlationId = controls.correlationId ?? context.correlationId
  const call: PreparedCall = {
    tool,
    method: toolset.method(caller.tenantId, tool),
    input,
    argumentsHash: canonicalHash(input),
    at,
    options: {
      actor:
        caller.actor.via === undefined && caller.actor.id !== caller.client
          ? { ...caller.actor, via: caller.client }
          : caller.actor,
      ...(correlationId !== undefined && { correlationId }),
      ...(tool.rules && { policy: tool.rules }),
    },
  }
  const wish = { key: at.key ?? controls.key ?? context.key, again: controls.again === true }
  try {
    return await answerOf(tool, await send(toolset, repeats, call, context, wish), at)
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return (await askThePerson(toolset, call, context, error)) ?? errorAnswer(tool, error)
  }
}

/** Sends a call: a write under the key of its intent, a read under a key that only an approval looks at. */
async function send(
  toolset: Toolset,
  repeats: Repeats,
  call: PreparedCall,
  context: ToolContext,
  wish: Wish,
): Promise<Detailed<unknown>> {
  const { tool, argumentsHash, at } = call
  const { caller, signal, answered } = context
  const intent = { client: caller.client, tenantId: caller.tenantId, operation: tool.qualifiedName, argumentsHash }
  if (!tool.operation.writes) {
    const options = {
      signal,
      idempotencyKey: `read:${canonicalHash(intent)}`,
      ...(at.cursor !== undefined && { cursor: at.cursor }),
    }
    return answered ? settleAnswer(toolset, call, context, answered) : sendOnce(toolset, call, options)
  }
  const { clock } = toolset.governance
  const { totalTimeoutMs } = tool.operation.definition
  const until = clock.now() + totalTimeoutMs
  // A write that the client no longer waits for goes on: stopped half way, nobody would know what came of it.
  return repeats.run({ intent, wish, signal, until }, (key) =>
    answered ? settleAnswer(toolset, call, context, answered) : sendOnce(toolset, call, { idempotencyKey: key }),
  )
}

/** Sends, or runs what was decided about the same call since it was asked for. */
async function sendOnce(
  toolset: Toolset,
  { method, input, options, tool }: PreparedCall,
  own: PageOptions,
): Promise<Detailed<unknown>> {
  try {
    return await method.detailed(input, { ...options, ...own })
  } catch (error) {
    if (!isConnectorError(error) || error.code !== 'approval_required' || !error.approval) throw error
    const token = await toolset.governance.store.approvals.collect(error.approval.id, error.tenantId, options.actor!)
    if (token === undefined) throw error
    return method.resume(token, { ...(tool.rules && { policy: tool.rules }), ...(own.signal && { signal: own.signal }) })
  }
}
