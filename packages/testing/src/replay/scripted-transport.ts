import { isTransportError, type Transport, TransportError, type TransportRequest, type TransportResponse } from '@portico/core'
import type { FakeClock } from './fake-clock.ts'

/** A request as the vendor would have received it. */
export interface Sent {
  readonly method: string
  readonly origin: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  /** Epoch milliseconds on the fake clock. */
  readonly at: number
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | undefined
  /** The stated size of the body in bytes, for one that is too large to create. */
  readonly size?: number
}

/** What happens to a request: an answer, or a connection failure. Throws if there is no answer. */
export type Respond = (sent: Sent) => Reply | TransportError

export interface ScriptedTransport extends Transport {
  readonly sent: readonly Sent[]
}

/** A transport without a network: `respond` answers each request. It enforces the same limits as a real one. */
export function scriptedTransport(clock: FakeClock, respond: Respond): ScriptedTransport {
  const sent: Sent[] = []
  return {
    name: 'scripted',
    sent,
    async request(request) {
      if (request.signal?.aborted) throw new TransportError('cancelled', false, 'the call was cancelled', request.signal.reason)
      const { method, origin, path, headers } = request
      const received: Sent = { method, origin, path, headers, body: await bodyOf(request), at: clock.now() }
      sent.push(received)
      const reply = respond(received)
      if (!isTransportError(reply)) return responseOf(request, reply)
      // A vendor that never answers uses up the whole timeout.
      if (reply.reason === 'timeout') clock.advance(request.timeoutMs)
      throw reply
    },
    close: async () => {},
  }
}

async function bodyOf({ body }: TransportRequest): Promise<Uint8Array | undefined> {
  if (typeof body !== 'function') return typeof body === 'string' ? Buffer.from(body) : body
  const chunks: Uint8Array[] = []
  for await (const chunk of body()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function responseOf({ origin, path, maxBytes, streamed }: TransportRequest, reply: Reply): TransportResponse {
  const bytes = reply.body ?? new Uint8Array(0)
  const size = reply.size ?? bytes.length
  const response = { status: reply.status, headers: reply.headers, url: origin + path }
  // Created only when needed: an error captures a stack, and few answers are too large.
  const tooLarge = (): TransportError => new TransportError('too_large', true, `the answer is larger than ${maxBytes} bytes`)
  if (streamed && reply.status >= 200 && reply.status <= 299) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        if (size > maxBytes) return controller.error(tooLarge())
        if (bytes.length > 0) controller.enqueue(bytes)
        controller.close()
      },
    })
    return { ...response, text: '', stream }
  }
  if (size > maxBytes) throw tooLarge()
  return { ...response, text: Buffer.from(bytes).toString('utf8'), bytes }
}
