import { type ClientCapabilities, type McpRequestContext, Server, type ServerContext } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { type Caller, callerIn } from '../access/caller.ts'
import { callTool } from '../call/call-tool.ts'
import type { ToolContext } from '../call/context.ts'
import type { ClientState } from '../questions/client-state.ts'
import { demandTasks, taskMethods } from '../tasks/task-methods.ts'
import { tasksExtension } from '../tasks/task-view.ts'
import { contextOf, takesTasks } from './context-of.ts'
import { guarded } from './guarded.ts'
import { listedTools } from './listed-tools.ts'
import type { ToolServer } from './tool-server.ts'

const capabilitiesKey = 'io.modelcontextprotocol/clientCapabilities'

/**
 * The protocol side of a tool server for one caller: the same handlers whatever the era and transport. Over HTTP each request
 * identifies its caller anew: a session's rights are those of the token on the request, not of the one that opened it.
 */
export function protocolServer(served: ToolServer, opener: Caller, era: McpRequestContext['era']): Server {
  const callerOf = ({ http }: ServerContext): Caller => callerIn(http?.authInfo) ?? opener
  const { states } = served
  const server = new Server(served.info, {
    capabilities: { tools: {}, extensions: { [tasksExtension]: {} } },
    ...(served.instructions !== undefined && { instructions: served.instructions }),
    requestState: { verify: (state, context) => states.verify(state, context) },
    // The tools depend on the caller, and change only with a release.
    cacheHints: { 'tools/list': { ttlMs: 60_000, cacheScope: 'private' } },
  })
  server.setRequestHandler('tools/list', (_request, context) =>
    guarded(served, async () => ({ tools: [...(await listedTools(served, callerOf(context)))] })),
  )
  const declared = (context: ServerContext): ClientCapabilities | undefined =>
    era === 'modern'
      ? (context.mcpReq.envelope as Readonly<Record<string, ClientCapabilities | undefined>> | undefined)?.[capabilitiesKey]
      : server.getClientCapabilities()
  server.setRequestHandler('tools/call', ({ params }, context) =>
    guarded(served, async () => {
      const { signal, _meta: meta } = context.mcpReq
      const answer = await callTool(served, params.name, params.arguments, {
        ...contextOf(served, callerOf(context), { capabilities: declared(context), meta, signal }),
        ...answered(context),
        ...progress(context),
      })
      return answer as { content: [] }
    }),
  )
  const methods = taskMethods(served)
  const named = z.looseObject({ taskId: z.string() })
  server.setRequestHandler('tasks/get', { params: named }, ({ taskId }, context) => {
    demandTasks(takesTasks(declared(context)))
    return guarded(served, () => methods.get(taskId, callerOf(context)))
  })
  const updated = z.looseObject({ taskId: z.string(), inputResponses: z.record(z.string(), z.unknown()).optional() })
  server.setRequestHandler('tasks/update', { params: updated }, ({ taskId, inputResponses }, context) => {
    demandTasks(takesTasks(declared(context)))
    const responses = inputResponses ?? context.mcpReq.inputResponses ?? {}
    return guarded(served, () => methods.update(taskId, responses, callerOf(context)))
  })
  server.setRequestHandler('tasks/cancel', { params: named }, ({ taskId }, context) => {
    demandTasks(takesTasks(declared(context)))
    return guarded(served, () => methods.cancel(taskId, callerOf(context)))
  })
  return server
}

function answered({ mcpReq }: ServerContext): Pick<ToolContext, 'answered'> {
  const state = mcpReq.requestState<ClientState>()
  const responses = mcpReq.inputResponses
  return state && responses ? { answered: { state, responses } } : {}
}

/** Reports a call's progress on its stream, to a client that gave a progress token. */
function progress({ mcpReq }: ServerContext): Pick<ToolContext, 'progress'> {
  const progressToken = mcpReq._meta?.['progressToken']
  if (typeof progressToken !== 'string' && typeof progressToken !== 'number') return {}
  return {
    progress: (done, message) =>
      mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: done, message } }),
  }
}
