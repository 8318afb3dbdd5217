import {
  type ClientCapabilities,
  inputRequired,
  type ListToolsResult,
  type McpRequestContext,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import * as z from 'zod'
import type { Caller } from '../access/caller.ts'
import type { ApprovalState } from '../approvals/approval-state.ts'
import { decisionForm } from '../approvals/read-decision.ts'
import { callTool } from '../call/call-tool.ts'
import type { ToolContext } from '../call/context.ts'
import { demandTasks, taskMethods } from '../tasks/task-methods.ts'
import { tasksExtension } from '../tasks/task-view.ts'
import type { ToolServer } from './tool-server.ts'

const capabilitiesKey = 'io.modelcontextprotocol/clientCapabilities'

/** The protocol's side of a tool server, for one caller: the same handlers whatever the era and the transport are. */
export function protocolServer(served: ToolServer, caller: Caller, era: McpRequestContext['era']): Server {
  const { toolset, states } = served
  const server = new Server(served.info, {
    capabilities: { tools: {}, extensions: { [tasksExtension]: {} } },
    ...(served.instructions !== undefined && { instructions: served.instructions }),
    requestState: { verify: (state, context) => states.verify(state, context) },
    // Which tools there are depends on who asks, and changes with a release alone.
    cacheHints: { 'tools/list': { ttlMs: 60_000, cacheScope: 'private' } },
  })
  server.setRequestHandler('tools/list', () => ({ tools: toolset.list(caller) }) as unknown as ListToolsResult)
  const declared = (context: ServerContext): ClientCapabilities | undefined =>
    era === 'modern'
      ? (context.mcpReq.envelope as Readonly<Record<string, ClientCapabilities | undefined>> | undefined)?.[capabilitiesKey]
      : server.getClientCapabilities()
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const capabilities = declared(context)
    const answer = await callTool(served, params.name, params.arguments, {
      caller,
      signal: context.mcpReq.signal,
      takesTasks: takesTasks(capabilities),
      ...stated(context),
      ...(asksByForm(capabilities) && { ask: asking(served, context) }),
      ...answered(context),
    })
    return answer as { content: [] }
  })
  const methods = taskMethods(served)
  const named = z.looseObject({ taskId: z.string() })
  server.setRequestHandler('tasks/get', { params: named }, ({ taskId }, context) => {
    demandTasks(takesTasks(declared(context)))
    return methods.get(taskId, caller)
  })
  const updated = z.looseObject({ taskId: z.string(), inputResponses: z.record(z.string(), z.unknown()).optional() })
  server.setRequestHandler('tasks/update', { params: updated }, ({ taskId, inputResponses }, context) => {
    demandTasks(takesTasks(declared(context)))
    return methods.update(taskId, inputResponses ?? context.mcpReq.inputResponses ?? {}, caller)
  })
  server.setRequestHandler('tasks/cancel', { params: named }, ({ taskId }, context) => {
    demandTasks(takesTasks(declared(context)))
    return methods.cancel(taskId, caller)
  })
  return server
}

function takesTasks(capabilities: ClientCapabilities | undefined): boolean {
  return capabilities?.extensions?.[tasksExtension] !== undefined
}

/** A client that names no mode asks by form, as it did before there were two. */
function asksByForm(capabilities: ClientCapabilities | undefined): boolean {
  const { elicitation } = capabilities ?? {}
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined)
}

function asking({ states }: ToolServer, context: ServerContext): NonNullable<ToolContext['ask']> {
  return async (state, message) =>
    inputRequired({
      inputRequests: { approval: inputRequired.elicit({ message, requestedSchema: decisionForm as never }) },
      requestState: await states.mint(state, context),
    })
}

/** What a host states of a call in its `_meta`, where a model has no say. */
function stated({ mcpReq }: Pick<ServerContext, 'mcpReq'>): Pick<ToolContext, 'correlationId' | 'key'> {
  const { _meta: meta } = mcpReq
  const correlationId = meta?.['io.portico/correlationId']
  const key = meta?.['io.portico/idempotencyKey']
  return {
    ...(typeof correlationId === 'string' && { correlationId }),
    ...(typeof key === 'string' && { key }),
  }
}

function answered({ mcpReq }: ServerContext): Pick<ToolContext, 'answered'> {
  const state = mcpReq.requestState<ApprovalState>()
  const response = mcpReq.inputResponses?.['approval']
  return state && response !== undefined ? { answered: { state, response } } : {}
}
