import { createServer, type IncomingMessage, type Server as NodeServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Caller } from '../access/caller.ts'
import { createToolServer, type ToolServerOptions } from '../server/tool-server.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { createEndpoint } from './endpoint.ts'
import { isLoopback, loopbackNames } from './guard-host.ts'
import type { HttpLimits } from './limits.ts'
import { type Authorization, resourceServer } from './resource-server.ts'

export interface HttpServerOptions extends ToolServerOptions {
  /** Default: 127.0.0.1. Any address that others can reach needs `authorization`. */
  readonly host?: string
  /** Default: any free port. */
  readonly port?: number
  /** Default: `/mcp`. */
  readonly path?: string
  /** Allowed names in the Host header. Default: those of this machine and of the resource. */
  readonly hosts?: readonly string[]
  /** Host names of web pages that may call. Default: those of this machine. */
  readonly origins?: readonly string[]
  readonly limits?: Partial<HttpLimits>
  /** Verifies tokens, which identify the caller. */
  readonly authorization?: Authorization
  /** The caller, on a local server without tokens. */
  readonly caller?: Caller
}

/** Made by `httpServer`. */
export interface HttpToolServer extends AsyncDisposable {
  /** The server's request handler, for a server that also has other paths. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Starts listening, and returns the URL of the endpoint. */
  listen(): Promise<string>
  close(): Promise<void>
}

const defaults: HttpLimits = {
  perSecond: 50,
  burst: 100,
  concurrent: 32,
  bodyBytes: 1_048_576,
  depth: 32,
  sessions: { most: 1_000, idleMs: 1_800_000 },
}

/**
 * Serves a toolset over streamable HTTP, to clients of both protocol eras. Throws a TypeError if it would be open to everybody.
 */
export function httpServer(toolset: Toolset, options: HttpServerOptions): HttpToolServer {
  const { host = '127.0.0.1', port = 0, path = '/mcp', authorization, caller, limits = {}, ...serving } = options
  if (!authorization && !caller) throw new TypeError('httpServer: set authorization, or caller for a local server')
  if (!authorization && !isLoopback(host)) throw new TypeError(`httpServer: ${host} can be reached by others: set authorization`)
  const { clock } = toolset.governance
  const resource = authorization && resourceServer(authorization, clock)
  const endpoint = createEndpoint(createToolServer(toolset, serving), {
    path,
    hosts: options.hosts ?? [...loopbackNames, ...(authorization ? [new URL(authorization.resource).hostname] : [])],
    origins: options.origins ?? loopbackNames,
    limits: { ...defaults, ...limits },
    resource,
    caller,
  })
  let server: NodeServer | undefined
  const close = async (): Promise<void> => {
    await endpoint.close()
    const opened = server
    if (!opened) return
    opened.closeAllConnections()
    await new Promise((resolve) => opened.close(resolve))
  }

  return {
    handle: endpoint.handle,
    async listen() {
      const opened = createServer((request, response) => void endpoint.handle(request, response))
      // A client that trickles in its head or body must not hold a connection for long.
      opened.headersTimeout = 10_000
      opened.requestTimeout = 30_000
      server = opened
      await new Promise<void>((resolve, reject) => {
        opened.once('error', reject)
        opened.listen(port, host, resolve)
      })
      const address = opened.address() as AddressInfo
      return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}${path}`
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
