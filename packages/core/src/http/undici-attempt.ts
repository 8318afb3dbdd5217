import type { Dispatcher } from 'undici'
import type { AttemptTimer, Timed } from './attempt-timers.ts'
import { TransportError } from './transport-error.ts'
import type { StreamedBody, TransportRequest, TransportResponse } from './transport.ts'
import { failureOf } from './undici-failure.ts'
import type { Target } from './undici-target.ts'

/**
 * One sending. A plain dispatch handler with one timer and, where the caller gave a signal, one listener: undici's own request
 * makes a stream, an async resource and an abort signal for each, which is a third of the cost of a small call.
 */
export abstract class Attempt implements Dispatcher.DispatchHandler, Timed {
  readonly request: TransportRequest
  protected settled = false
  protected timer: AttemptTimer | undefined
  protected controller: Dispatcher.DispatchController | undefined
  #sent = false
  readonly #target: Target
  readonly #resolve: (response: TransportResponse) => void
  readonly #reject: (error: TransportError) => void
  readonly #cancel: (() => void) | undefined

  constructor(
    request: TransportRequest,
    target: Target,
    resolve: (response: TransportResponse) => void,
    reject: (error: TransportError) => void,
  ) {
    this.request = request
    this.#target = target
    this.#resolve = resolve
    this.#reject = reject
    this.#cancel = request.signal && (() => this.fail('cancelled', 'the call was cancelled', request.signal?.reason))
  }

  dispatch(): void {
    const { dispatcher, compresses } = this.#target
    const { method, origin, path, headers, body, timeoutMs, signal, streamed } = this.request
    // Before anything that `close` would wait for: this throws if it is not a signal.
    signal?.addEventListener('abort', this.#cancel!)
    this.#target.began()
    if (signal?.aborted) return this.fail('cancelled', 'the call was cancelled', signal.reason)
    if (!(timeoutMs > 0)) return this.fail('timeout', 'no time was left to send it')
    this.startTimer()
    // A download is mostly compressed already, and an event stream would be held back by the compressor.
    const asks = compresses && !streamed && headers['accept-encoding'] === undefined
    dispatcher.dispatch(
      {
        origin,
        path,
        method,
        headers: asks ? { ...headers, 'accept-encoding': 'gzip, deflate, br' } : headers,
        // A connection takes one request at a time anyway, so nothing could proceed once an answer's head is here.
        blocking: false,
        // undici takes any async iterable; its types name only streams.
        body: (typeof body === 'function' ? this.#read(body) : (body ?? null)) as NonNullable<
          Dispatcher.DispatchOptions['body']
        > | null,
      },
      this,
    )
  }

  protected startTimer(): void {
    this.timer = this.#target.timers.start(this, this.request.timeoutMs)
  }

  protected stopTimer(): void {
    if (this.timer) this.#target.timers.end(this.timer)
    this.timer = undefined
  }

  timedOut(): void {
    this.fail('timeout', `the vendor took longer than ${this.request.timeoutMs} ms`)
  }

  /** Called when a connection takes the request, just before its first byte is written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled) {
      controller.abort(new TransportError('cancelled', false, 'given up before it was sent'))
      return
    }
    this.controller = controller
    // A streamed body is read before its head is written: until its first chunk is out, nothing is.
    if (typeof this.request.body !== 'function') this.#sent = true
  }

  onBodySent(): void {
    this.#sent = true
  }

  onRequestSent(): void {
    this.#sent = true
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Interim answers such as 103 come before the final one.
    if (status >= 200) this.onAnswerStart(controller, status, headers)
  }

  protected abstract onAnswerStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void

  abstract onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void

  abstract onResponseEnd(): void

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.end(failureOf(error, this.#sent))
  }

  fail(reason: TransportError['reason'], message: string, cause?: unknown): void {
    this.end(new TransportError(reason, this.#sent, message, cause))
  }

  /** Gives up: the connection is torn down, since it can't be reused. */
  protected end(error: TransportError): void {
    if (this.settled) return
    this.release()
    this.#reject(error)
    this.controller?.abort(error)
  }

  protected succeed(response: TransportResponse): void {
    if (this.settled) return
    this.release()
    this.#resolve(response)
  }

  /** Opens the body when undici first asks for a chunk, not when the request is queued. */
  async *#read(body: StreamedBody): AsyncGenerator<Uint8Array> {
    try {
      yield* body()
    } catch (error) {
      throw new TransportError(
        'interrupted',
        this.#sent,
        `the body of the request could not be read: ${(error as Error).message}`,
        error,
      )
    }
  }

  /** Releases timer, signal and target. Nothing settles the attempt after this. */
  protected release(): void {
    this.settled = true
    this.#target.ended()
    this.stopTimer()
    if (this.#cancel) this.request.signal!.removeEventListener('abort', this.#cancel)
  }
}
