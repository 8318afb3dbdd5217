import { TransportError } from './transport-error.ts'

export interface Guard {
  /** Most bytes to let through. */
  readonly limit: number
  readonly failureOf: (error: unknown) => TransportError
  /** Stops the source at once. Its iterator's own `return` would wait for a chunk that may never come. */
  readonly stop: () => void
}

/** A stream that pulls only on demand, fails beyond a limit, and fails only with a `TransportError`. */
export function guardedStream(source: AsyncIterable<Uint8Array>, { limit, failureOf, stop }: Guard): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  let received = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await iterator.next()
          if (next.done) return controller.close()
          received += next.value.length
          if (received <= limit) return controller.enqueue(next.value)
          controller.error(new TransportError('too_large', true, `the answer is larger than ${limit} bytes`))
          stop()
        } catch (error) {
          controller.error(failureOf(error))
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  )
}
