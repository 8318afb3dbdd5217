import type { IncomingMessage, ServerResponse } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { type AuthInfo, classifyInboundRequest, createMcpHandler, isJsonContentType } from '@modelcontextprotocol/server'
import { authOf, type Caller, callerIn } from '../access/caller.ts'
import { recordRefusal } from '../access/refusal.ts'
import { protocolServer } from '../server/protocol-server.ts'
import type { ToolServer } from '../server/tool-server.ts'
import { answerError, answerJson, answerResponse } from './answers.ts'
import { answerDirectly, plainCallOf } from './direct-call.ts'
import { strangeHost } from './guard-host.ts'
import type { HttpLimits } from './limits.ts'
import { RateLimit } from './rate-limit.ts'
import { readBody } from './read-body.ts'
import type { ResourceServer } from './resource-server.ts'
import { Sessions } from './sessions.ts'
import { messageOf } from '../server/message-of.ts'

export interface EndpointOptions {
  readonly path: string
  readonly hosts: readonly string[]
  readonly origins: readonly string[]
  readonly limits: HttpLimits
  readonly resource: ResourceServer | undefined
  readonly caller: Caller | undefined
}

export interface Endpoint {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  close(): Promise<void>
}

type Request = IncomingMessage & { auth?: AuthInfo }

/** One path of an HTTP server: guards in a fixed order, then the handler for the protocol era of the request. */
export function createEndpoint(served: ToolServer, options: EndpointOptions): Endpoint {
  const { toolset } = served
  const { governance } = toolset
  const { path, hosts, origins, limits, resource } = options
  const rates = new RateLimit(limits, governance.clock)
  const sessions = new Sessions((caller) => protocolServer(served, caller, 'legacy'), limits.sessions, governance.clock)
  const handler = createMcpHandler((context) => protocolServer(served, callerOf(context.authInfo), context.era), {
    legacy: 'reject',
    onerror: (error) =>
      governance.telemetry?.log?.({ level: 'warn', event: 'portico.mcp.protocol_error', attributes: { message: error.message } }),
  })
  const handleModern = toNodeHandler(handler)
  // Node types a request's method as optional, which it is only on the client's side.
  const modern = (request: Request, response: ServerResponse, body: unknown): Promise<void> =>
    handleModern(request as Parameters<typeof handleModern>[0], response, body)

  const refuse = (rule: string, reason: string, caller?: Caller): Promise<void> =>
    recordRefusal(governance, { rule, reason, ...(caller && { caller }) })

  const authenticate = async (request: Request, response: ServerResponse): Promise<Caller | undefined> => {
    if (!resource) {
      const caller = options.caller!
      request.auth = authOf(caller)
      return caller
    }
    try {
      const { authInfo, caller } = await resource.authenticate(request.headers.authorization)
      request.auth = authInfo
      return caller
    } catch (error) {
      await refuse('http.token', error instanceof Error ? error.message : 'no token')
      await answerResponse(response, resource.challenge(error))
      return undefined
    }
  }

  const handle = async (request: Request, response: ServerResponse): Promise<void> => {
    const strange = strangeHost(request, hosts, origins)
    if (strange !== undefined) {
      await refuse('http.host', strange)
      return answerError(response, 403, strange)
    }
    const [pathname] = (request.url ?? '').split('?', 1)
    if (resource && request.method === 'GET' && pathname === resource.metadataPath)
      return answerJson(response, 200, resource.metadata)
    if (pathname !== path) return answerError(response, 404, 'there is nothing here')
    const caller = await authenticate(request, response)
    if (!caller) return
    const wait = rates.enter(caller.client)
    if (wait !== undefined) {
      await refuse('http.rate', `${caller.client} calls too often`, caller)
      response.setHeader('retry-after', String(Math.ceil(wait / 1_000)))
      return answerError(response, 429, 'too many requests: wait and call again')
    }
    // A GET that listens for events lasts as long as its client and is bounded by its session, so it does not count as in flight.
    const listens = request.method === 'GET'
    if (listens) rates.leave(caller.client)
    try {
      await serve(request, response, caller)
    } finally {
      if (!listens) rates.leave(caller.client)
    }
  }

  const serve = async (request: Request, response: ServerResponse, caller: Caller): Promise<void> => {
    let body: unknown
    if (request.method === 'POST') {
      if (!isJsonContentType(request.headers['content-type'] ?? null))
        return answerError(response, 415, 'the body must be application/json')
      const read = await readBody(request, { bytes: limits.bodyBytes, depth: limits.depth })
      if (read.problem !== undefined) {
        await refuse(`http.body.${read.problem}`, read.message, caller)
        return answerError(response, read.status, read.message, read.problem === 'syntax' ? -32700 : -32600)
      }
      ;({ body } = read)
      const scope = resource && (await missingScope(body, caller))
      if (resource && scope !== undefined) {
        await refuse('access.scopes', `the token lacks the scope ${scope}`, caller)
        return answerResponse(response, resource.stepUp(scope))
      }
    }
    const plain = plainCallOf(request, body)
    if (plain) return answerDirectly(served, plain, caller, response)
    const outcome = classifyInboundRequest({
      httpMethod: request.method ?? 'GET',
      ...headersOf(request),
      ...(body !== undefined && { body }),
    })
    if (outcome.kind !== 'legacy') return modern(request, response, body)
    if (await sessions.handle(request, response, body, caller)) return
    if (request.headers['mcp-session-id'] !== undefined)
      return answerError(response, 404, 'there is no such session: initialize a new one', -32001)
    return modern(request, response, body)
  }

  /** The scope that the called tool needs and the token lacks: the client may ask its user for it. */
  const missingScope = async (body: unknown, caller: Caller): Promise<string | undefined> => {
    const { method, params } = (body ?? {}) as { readonly method?: unknown; readonly params?: { readonly name?: unknown } }
    if (method !== 'tools/call' || typeof params?.name !== 'string') return undefined
    const tool = toolset.tools.get(params.name)
    const permission = tool && (await toolset.permits(tool, caller))
    return permission?.allowed === false ? permission.scope : undefined
  }

  return {
    handle: async (request, response) => {
      try {
        await handle(request, response)
      } catch (error) {
        const message = messageOf(error)
        governance.telemetry?.log?.({ level: 'error', event: 'portico.mcp.failed', attributes: { message } })
        if (response.headersSent) response.destroy()
        else answerError(response, 500, 'the server failed', -32603)
      }
    },
    async close() {
      await sessions.close()
      await handler.close()
      await served.close()
    },
  }
}

function callerOf(authInfo: AuthInfo | undefined): Caller {
  const caller = callerIn(authInfo)
  if (!caller) throw new TypeError('a request came without its caller')
  return caller
}

function headersOf({ headers }: IncomingMessage): {
  protocolVersionHeader?: string
  mcpMethodHeader?: string
  mcpNameHeader?: string
} {
  const version = headers['mcp-protocol-version']
  const method = headers['mcp-method']
  const name = headers['mcp-name']
  return {
    ...(typeof version === 'string' && { protocolVersionHeader: version }),
    ...(typeof method === 'string' && { mcpMethodHeader: method }),
    ...(typeof name === 'string' && { mcpNameHeader: name }),
  }
}
