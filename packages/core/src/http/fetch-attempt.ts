import { abortable } from '../auth/abortable.ts'
import { longestFailureBytes } from './buffer-limits.ts'
import { fetchFailureOf } from './fetch-failure.ts'
import { type FetchBody, fetchBody } from './fetch-body.ts'
import { guardedStream } from './guarded-stream.ts'
import { withoutEncoding } from './response-headers.ts'
import { decodeText } from './response-text.ts'
import { isTransportError, TransportError } from './transport-error.ts'
import type { TransportRequest, TransportResponse } from './transport.ts'

const codings: ReadonlySet<string> = new Set(['', 'identity', 'gzip', 'x-gzip', 'deflate', 'br', 'zstd'])
const longestTimerMs = 2_147_483_647

/** One sending through `fetch`. */
export class FetchAttempt {
  readonly #request: TransportRequest
  readonly #fetch: typeof fetch
  readonly #abort = new AbortController()
  readonly #cancel = (): void => {
    this.#abort.abort(new TransportError('cancelled', true, 'the call was cancelled', this.#request.signal?.reason))
  }
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(request: TransportRequest, fetchFunction: typeof fetch) {
    this.#request = request
    this.#fetch = fetchFunction
  }

  async run(): Promise<TransportResponse> {
    const { signal, timeoutMs } = this.#request
    if (signal?.aborted) throw new TransportError('cancelled', false, 'the call was cancelled', signal.reason)
    if (!(timeoutMs > 0)) throw new TransportError('timeout', false, 'no time was left to send it')
    signal?.addEventListener('abort', this.#cancel)
    this.#startTimer()
    let streaming = false
    let body: FetchBody | undefined
    try {
      body = await this.#opened(fetchBody(this.#request.body))
      const response = await this.#send(body)
      const headers = headersOf(response)
      streaming = this.#request.streamed && response.status >= 200 && response.status <= 299 && response.body !== null
      return streaming ? this.#streamed(response, headers) : await this.#buffered(response, headers)
    } catch (error) {
      throw this.#failureOf(error)
    } finally {
      if (!streaming) this.#release()
      body?.close()
    }
  }

  /** A body's first chunk may never come. A body that opens after the attempt has ended is closed. */
  async #opened(opening: Promise<FetchBody>): Promise<FetchBody> {
    try {
      return await abortable(opening, this.#abort.signal)
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error
      void opening.then(
        (body) => body.close(),
        () => undefined,
      )
      throw unsent(this.#abort.signal.reason as TransportError)
    }
  }

  async #send(body: FetchBody): Promise<Response> {
    const { method, origin, path, headers } = this.#request
    try {
      // Refusing it here makes certain that nothing was sent.
      void new Headers(headers)
    } catch (error) {
      throw new TransportError('protocol', false, (error as Error).message, error)
    }
    if (this.#abort.signal.aborted) throw unsent(this.#abort.signal.reason as TransportError)
    const response = await this.#fetch(origin + path, {
      method,
      headers,
      redirect: 'manual',
      signal: this.#abort.signal,
      ...body.init,
    })
    if (response.type === 'opaqueredirect')
      throw new TransportError('protocol', true, 'this runtime hides the redirect that the vendor answered')
    return response
  }

  async #buffered(response: Response, headers: Record<string, string>): Promise<TransportResponse> {
    const { maxBytes, streamed } = this.#request
    const limit = streamed ? Math.min(maxBytes, longestFailureBytes) : maxBytes
    const chunks: Uint8Array[] = []
    let received = 0
    for await (const chunk of this.#chunks(readerOf(response))) {
      received += chunk.length
      if (received > limit) throw new TransportError('too_large', true, `the answer is larger than ${limit} bytes`)
      chunks.push(chunk)
    }
    const bytes = joined(chunks, received)
    return { status: response.status, headers, text: decodeText(bytes, headers['content-type']), bytes, url: this.#url }
  }

  #streamed(response: Response, headers: Record<string, string>): TransportResponse {
    const stream = guardedStream(this.#chunks(readerOf(response)), {
      limit: this.#request.maxBytes,
      failureOf: (error) => this.#failureOf(error),
      stop: () => this.#abort.abort(new TransportError('cancelled', true, 'the download was cancelled')),
    })
    clearTimeout(this.#timer)
    return { status: response.status, headers, text: '', stream, url: this.#url }
  }

  /** Chunks as they arrive. In a stream each one gets the full timeout, and stopping early ends the connection. */
  async *#chunks(reader: BodyReader | undefined): AsyncGenerator<Uint8Array> {
    if (reader === undefined) return
    const { streamed } = this.#request
    try {
      for (;;) {
        if (streamed) this.#startTimer()
        const { done, value } = await reader.read()
        if (streamed) clearTimeout(this.#timer)
        if (done) return
        yield value
      }
    } catch (error) {
      throw this.#failureOf(error)
    } finally {
      this.#release()
      // Ends a connection that was not read to its end; has no effect on one that was.
      this.#abort.abort()
    }
  }

  get #url(): string {
    return this.#request.origin + this.#request.path
  }

  #failureOf(error: unknown): TransportError {
    if (isTransportError(error)) return error
    const { aborted, reason } = this.#abort.signal
    return aborted && isTransportError(reason) ? reason : fetchFailureOf(error)
  }

  #startTimer(): void {
    clearTimeout(this.#timer)
    const { timeoutMs } = this.#request
    this.#timer = setTimeout(
      () => this.#abort.abort(new TransportError('timeout', true, `the vendor took longer than ${timeoutMs} ms`)),
      Math.min(timeoutMs, longestTimerMs),
    )
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#request.signal?.removeEventListener('abort', this.#cancel)
  }
}

type BodyReader = ReadableStreamDefaultReader<Uint8Array>

/**
 * Taken at once: Node's `fetch` empties an untouched body once its response is garbage collected, which would look like its end.
 */
function readerOf(response: Response): BodyReader | undefined {
  return response.body?.getReader()
}

function unsent({ reason, message, cause }: TransportError): TransportError {
  return new TransportError(reason, false, message, cause)
}

/** The headers, adjusted to the body that `fetch` returns, which is already decoded. */
function headersOf(response: Response): Record<string, string> {
  const headers: Record<string, string> = {}
  response.headers.forEach((value, name) => {
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  })
  const encoding = headers['content-encoding']
  if (encoding === undefined) return headers
  for (const coding of encoding.toLowerCase().split(',')) {
    if (!codings.has(coding.trim())) {
      throw new TransportError('protocol', true, `the answer has content-encoding '${coding.trim()}', which was not asked for`)
    }
  }
  return withoutEncoding(headers)
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
