import { type IncomingMessage, type RequestListener, createServer } from 'node:http'
import { createSecureServer as createNewerServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, type Server, type Socket, createServer as createSocketServer } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Certificate } from './certificate.ts'

export interface Loopback {
  readonly origin: string
  readonly port: number
  /** Connections that were ever made. */
  readonly connections: () => number
}

/** Vitest's `onTestFinished`: of tests that run at the same time each has its own. */
export type Finishing = (gone: () => Promise<void>) => void

/** An HTTP server on a free port of 127.0.0.1 that is gone when the test is. */
export function serve(listener: RequestListener, finishing?: Finishing): Promise<Loopback> {
  return listen(createServer(listener), 'http', '127.0.0.1', finishing)
}

export function serveSecurely(certificate: Certificate, listener: RequestListener): Promise<Loopback> {
  return listen(createSecureServer(certificate, listener), 'https', 'localhost')
}

/** A server that prefers HTTP/2. */
export function serveNewer(
  certificate: Certificate,
  listener: (message: Http2ServerRequest, response: Http2ServerResponse) => void,
): Promise<Loopback> {
  return listen(createNewerServer({ ...certificate, allowHTTP1: true }, listener), 'https', 'localhost')
}

/** A server that speaks whatever the test writes. */
export function serveRaw(connected: (socket: Socket) => void, finishing?: Finishing): Promise<Loopback> {
  return listen(
    createSocketServer((socket) => {
      socket.on('error', () => {})
      connected(socket)
    }),
    'http',
    '127.0.0.1',
    finishing,
  )
}

/** Answers the first bytes of each connection with this text, and ends it where asked to. */
export function serveText(answer: string, end: 'end' | 'reset' | 'keep' = 'end', finishing?: Finishing): Promise<Loopback> {
  return serveRaw(
    (socket) =>
      socket.once('data', () => {
        socket.write(answer, () => {
          if (end === 'end') socket.end()
          // The client has read the text before the connection breaks.
          if (end === 'reset') setTimeout(() => socket.resetAndDestroy(), 20)
        })
      }),
    finishing,
  )
}

async function listen(server: Server, protocol: string, host: string, finishing: Finishing = onTestFinished): Promise<Loopback> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  finishing(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { origin: `${protocol}://${host}:${port}`, port, connections: () => connections }
}

/** A port on which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = createSocketServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function received(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
