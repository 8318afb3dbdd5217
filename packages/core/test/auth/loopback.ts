import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Loopback {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  /** Replaces what answers. */
  serve(listener: RequestListener): void
  close(): Promise<void>
}

/** A server on a free port of the loopback interface. */
export async function listenOnLoopback(listener?: RequestListener): Promise<Loopback> {
  const server = createServer()
  if (listener) server.on('request', listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    serve(next) {
      server.removeAllListeners('request')
      server.on('request', next)
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}
