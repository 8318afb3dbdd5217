import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { messageOf } from './message-of.ts'
import type { ToolServer } from './tool-server.ts'

/**
 * Answers a request, and of what fails in here tells the log alone: the SDK would tell the client its message, and with it the hosts and
 * tables of whoever runs this.
 */
export async function guarded<Answer>({ toolset }: ToolServer, answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    toolset.governance.telemetry?.log?.({
      level: 'error',
      event: 'portico.mcp.failed',
      attributes: { message: messageOf(error) },
    })
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'the server failed')
  }
}
