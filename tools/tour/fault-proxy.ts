import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FaultProxy {
  readonly origin: string
  /** How many requests to a dropped path have reached the vendor. */
  readonly reached: () => number
  close(): Promise<void>
}

/**
 * A proxy in front of a vendor. The first request to `path` reaches the vendor, which acts; its response is dropped on the way
 * back, as by a broken connection.
 */
export async function dropFirstAnswer(vendor: string, path: string): Promise<FaultProxy> {
  let reached = 0
  const server = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(vendor + request.url, {
        method: request.method!,
        headers: forwarded(request),
        ...(request.method !== 'GET' && { body: await bodyOf(request) }),
      })
      const body = Buffer.from(await answer.arrayBuffer())
      if (request.url === path && ++reached === 1) {
        response.destroy()
        return
      }
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
      response.end(body)
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached: () => reached,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function forwarded(request: IncomingMessage): Record<string, string> {
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
  return headers as Record<string, string>
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}
