import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceiverAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A lineage server on this machine: it gives these answers, then 201, and keeps what it took. */
export async function receiver(...answers: readonly ReceiverAnswer[]) {
  const taken: { readonly eventType: string; readonly run: { readonly runId: string } }[] = []
  const requests: { readonly headers: IncomingHttpHeaders; readonly path: string | undefined }[] = []
  const script = [...answers]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    requests.push({ headers: request.headers, path: request.url })
    const { status, headers } = script.shift() ?? { status: 201 }
    if (status < 300) taken.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof taken)[number])
    response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/api/v1/lineage`,
    taken,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
