import { TransportError } from './transport-error.ts'
import type { TransportRequest } from './transport.ts'

export interface FetchBody {
  readonly init: RequestInit
  /** Closes a source that was not read to its end. */
  close(): void
}

/**
 * The body as `fetch` takes it. A stream's first chunk is read beforehand, since `fetch` does not say whether a source
 * that can't be opened failed before anything was sent.
 */
export async function fetchBody(body: TransportRequest['body']): Promise<FetchBody> {
  if (body === undefined) return { init: {}, close: () => {} }
  if (typeof body !== 'function') return { init: { body: body as NonNullable<RequestInit['body']> }, close: () => {} }
  const iterator = body()[Symbol.asyncIterator]()
  let chunk = await iterator.next().catch((error: unknown) => {
    throw unreadable(error, false)
  })
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (chunk.done) return controller.close()
        controller.enqueue(chunk.value)
        try {
          chunk = await iterator.next()
        } catch (error) {
          controller.error(unreadable(error, true))
        }
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
  return {
    init: { body: stream, duplex: 'half' },
    // Errors from closing an abandoned source do not matter: the attempt already has its outcome.
    close: () => void iterator.return?.().catch(() => {}),
  }
}

function unreadable(error: unknown, sent: boolean): TransportError {
  return new TransportError('interrupted', sent, `the body of the request could not be read: ${(error as Error).message}`, error)
}
