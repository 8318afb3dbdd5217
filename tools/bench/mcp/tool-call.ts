import { nameOf } from './tools.ts'

/** A tools/call of the first bench tool, as a client of the 2026 protocol posts it. */
export function toolCall(client: string): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const tool = `bench_${nameOf(0)}`
  const version = '2026-07-28'
  return {
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': version,
      'mcp-method': 'tools/call',
      'mcp-name': tool,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: tool,
        arguments: { id: 'cus_1' },
        _meta: {
          'io.modelcontextprotocol/protocolVersion': version,
          'io.modelcontextprotocol/clientInfo': { name: client, version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  }
}
