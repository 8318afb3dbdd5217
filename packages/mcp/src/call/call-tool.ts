import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { canonicalHash, isConnectorError } from '@portico/core'
import { actorOf } from '../access/caller.ts'
import type { Permission } from '../access/permit.ts'
import { askThePerson } from '../approvals/elicited.ts'
import { fillIn } from '../questions/fill-in.ts'
import { recordRefusal } from '../access/refusal.ts'
import type { ToolServer } from '../server/tool-server.ts'
import { readFoundCall } from '../search/read-search.ts'
import { foundCallName } from '../search/search-wires.ts'
import { runJob } from '../tasks/run-job.ts'
import { answerOf } from './answer.ts'
import { readArguments } from './arguments.ts'
import type { ToolContext } from './context.ts'
import { readContinuation } from './continuation.ts'
import { errorAnswer, invalidAnswer } from './error-answer.ts'
import type { PreparedCall } from './prepared-call.ts'
import { send } from './send.ts'

const unknownTool = { allowed: false, rule: 'access.unknown', reason: 'there is no such tool' } as const

/**
 * Answers a tools/call: the result, an error that tells the agent what to do, or a question to the person at the client. Throws a
 * `ProtocolError` for a tool that this caller does not have, whether or not it exists.
 */
export async function callTool(served: ToolServer, name: string, given: unknown, context: ToolContext): Promise<object> {
  const { toolset, own, search } = served
  const { caller } = context
  if (search.own.length > 0 && name === foundCallName) return callFound(served, given, context)
  const ownTool = own.get(name)
  if (ownTool) return ownTool.call(given, caller)
  const tool = toolset.tools.get(name)
  const permission: Permission = tool ? await toolset.permits(tool, caller) : unknownTool
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
  const { controls } = read
  const at = controls.next === undefined ? {} : readContinuation(controls.next)
  if (!at) return invalidAnswer(tool, 'portico.next: not from an answer of this tool')
  const person = await fillIn(toolset, tool, read.input, context)
  if (person.answer) return person.answer
  const { filled } = person
  const input = { ...read.input, ...filled }
  const correlationId = controls.correlationId ?? context.correlationId
  let hash: string | undefined
  const call: PreparedCall = {
    tool,
    method: toolset.method(caller.tenantId, tool),
    input,
    filled,
    argumentsHash: () => (hash ??= canonicalHash(input)),
    at,
    options: {
      actor: actorOf(caller),
      ...(correlationId !== undefined && { correlationId }),
      ...(tool.rules && { policy: tool.rules }),
    },
  }
  const wish = { key: at.key ?? controls.key ?? context.key, again: controls.again === true }
  if (tool.operation.job) return runJob(served, call, context, wish)
  try {
    return await answerOf(tool, await send(served, call, context, wish), at)
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return (await askThePerson(served, call, context, error)) ?? errorAnswer(tool, error, toolset.governance)
  }
}

/** Calls a tool by its name in the arguments: the same call, under the same decision, as a listed one. */
function callFound(served: ToolServer, given: unknown, context: ToolContext): Promise<object> {
  const call = readFoundCall(given)
  if (call && call.name !== foundCallName) return callTool(served, call.name, call.arguments, context)
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${foundCallName} takes the name of a tool, and its arguments`)
}
