import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ExportVendor {
  readonly origin: string
  /** How many exports each queue has: there should be one. */
  readonly started: ReadonlyMap<string, number>
  close(): void
}

/** A vendor whose exports take several polls, and that recognises a repeated request by its key. It is never killed. */
export async function exportVendor(looks: number): Promise<ExportVendor> {
  const started = new Map<string, number>()
  const byKey = new Map<string, string>()
  const looked = new Map<string, number>()
  const start = (key: string, queue: string): string => {
    const known = byKey.get(key)
    if (known !== undefined) return known
    started.set(queue, (started.get(queue) ?? 0) + 1)
    const id = `${queue}-${started.get(queue)}`
    byKey.set(key, id)
    return id
  }
  const answer = (method: string, path: string, key: string, body: string): object => {
    if (method === 'POST') return { id: start(key, (JSON.parse(body) as { queue: string }).queue) }
    const [, , id = '', result] = path.split('/')
    if (result !== undefined) return { tickets: [{ id }] }
    looked.set(id, (looked.get(id) ?? 0) + 1)
    return { state: looked.get(id)! > looks ? 'done' : 'running' }
  }
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    const body = answer(method!, url!, String(headers['idempotency-key']), await text(request))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    started,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
