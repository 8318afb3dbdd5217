import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Reply = { status?: number; headers?: Record<string, string>; body?: unknown } | 'drop' | 'hang'

/** A vendor on loopback that keeps what it saw and answers as the test says. */
export interface VendorServer {
  readonly origin: string
  readonly seen: Seen[]
  /** Decides each answer; `index` counts from 0. */
  reply: (request: Seen, index: number) => Reply
  close(): Promise<void>
}

export async function vendorServer(): Promise<VendorServer> {
  const seen: Seen[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const arrived = {
        method: request.method!,
        url: request.url!,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      seen.push(arrived)
      send(response, vendor.reply(arrived, seen.length - 1))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const vendor: VendorServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    reply: () => ({ body: { id: '1', subject: 'Printer' } }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return vendor
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return
  if (reply === 'drop') return void response.socket!.destroy()
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
  response.end(reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body))
}
