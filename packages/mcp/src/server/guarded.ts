import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { messageOf } from './message-of.ts'
import type { ToolServer } from './tool-server.ts'

/**
 * Answers a request; internal failures go to the log only. The SDK would send the client the message, and with it the operator's
 * hosts and tables.
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
