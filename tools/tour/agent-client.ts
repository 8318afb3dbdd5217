import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createTaskSessionFromClient, type RawClientDispatch } from '@modelcontextprotocol/ext-tasks/client'

const protocolVersion = '2026-07-28'
const clientInfo = { name: 'tour-agent', version: '1.0.0' }
const clientCapabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } }

/** The SDK's own client, as any agent would use it. */
export async function connectAgent(url: string): Promise<Client> {
  const client = new Client(clientInfo, { versionNegotiation: { mode: { pin: protocolVersion } } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  return client
}

/** The tasks extension's client. `asked` is called for every request that it makes. */
export function taskSession(client: Client, url: string, asked: (method: string) => void) {
  let requests = 0
  const rawDispatch: RawClientDispatch = async (request) => {
    const { method, params } = request as { readonly method: string; readonly params: Readonly<Record<string, unknown>> }
    asked(method)
    const name = params['name'] ?? params['taskId']
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': protocolVersion,
        'mcp-method': method,
        ...(typeof name === 'string' && { 'mcp-name': name }),
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: ++requests,
        method,
        params: {
          ...params,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': protocolVersion,
            'io.modelcontextprotocol/clientInfo': clientInfo,
            'io.modelcontextprotocol/clientCapabilities': clientCapabilities,
          },
        },
      }),
    })
    const { result, error } = (await response.json()) as { readonly result?: unknown; readonly error?: unknown }
    return error ? { kind: 'error', error: error as never } : { kind: 'result', result: result as never }
  }
  return createTaskSessionFromClient(client, {
    endpointId: 'tour',
    rawDispatch,
    v2RequestFraming: { protocolVersion, clientInfo, clientCapabilities },
  })
}
