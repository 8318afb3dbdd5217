import {
  type ClientCapabilities,
  inputRequired,
  type ListToolsResult,
  type McpRequestContext,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Caller } from '../access/caller.ts'
import type { ApprovalState } from '../approvals/approval-state.ts'
import { decisionForm } from '../approvals/read-decision.ts'
import { callTool } from '../call/call-tool.ts'
import type { ToolContext } from '../call/context.ts'
import type { ToolServer } from './tool-server.ts'

const capabilitiesKey = 'io.modelcontextprotocol/clientCapabilities'

/** The protocol's side of a tool server, for one caller: the same handlers whatever the era and the transport are. */
export function protocolServer(served: ToolServer, caller: Caller, era: McpRequestContext['era']): Server {
  const { toolset, states } = served
  const server = new Server(served.info, {
    capabilities: { tools: {} },
    ...(served.instructions !== undefined && { instructions: served.instructions }),
    requestState: { verify: (state, context) => states.verify(state, context) },
    // Which tools there are depends on who asks, and changes with a release alone.
    cacheHints: { 'tools/list': { ttlMs: 60_000, cacheScope: 'private' } },
  })
  server.setRequestHandler('tools/list', () => ({ tools: toolset.list(caller) }) as unknown as ListToolsResult)
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const declared =
      era === 'modern'
        ? (context.mcpReq.envelope as Readonly<Record<string, ClientCapabilities | undefined>> | undefined)?.[capabilitiesKey]
        : server.getClientCapabilities()
    const answer = await callTool(toolset, served.repeats, params.name, params.arguments, {
      caller,
      signal: context.mcpReq.signal,
      ...stated(context),
      ...(asksByForm(declared) && { ask: asking(served, context) }),
      ...answered(context),
    })
    return answer as { content: [] }
  })
  return server
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
