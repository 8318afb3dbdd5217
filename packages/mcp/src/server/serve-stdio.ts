import type { Transport } from '@modelcontextprotocol/server'
import { serveStdio as serveProtocol, type StdioServerHandle } from '@modelcontextprotocol/server/stdio'
import type { Caller } from '../access/caller.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { protocolServer } from './protocol-server.ts'
import { createToolServer, type ToolServerOptions } from './tool-server.ts'

/** Who is served over stdio. */
export interface ServeStdioOptions extends ToolServerOptions {
  /** Who is at the other end: whoever started this process. */
  readonly caller: Caller
  /** Default: this process's stdin and stdout. */
  readonly transport?: Transport
}

/** Serves a toolset to the one client that started this process, in the client's protocol era. */
export function serveStdio(
  toolset: Toolset,
  { caller, transport, ...options }: ServeStdioOptions,
): StdioServerHandle & AsyncDisposable {
  const served = createToolServer(toolset, options)
  const { telemetry } = toolset.governance
  const handle = serveProtocol(({ era }) => protocolServer(served, caller, era), {
    ...(transport && { transport }),
    onerror: (error) =>
      telemetry?.log?.({ level: 'warn', event: 'portico.mcp.protocol_error', attributes: { message: error.message } }),
  })
  const close = async (): Promise<void> => {
    await handle.close()
    await served.close()
  }

  return {
    close,
    [Symbol.asyncDispose]: close,
  }
}
