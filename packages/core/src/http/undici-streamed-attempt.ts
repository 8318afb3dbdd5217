import type { Dispatcher } from 'undici'
import { decodeStream } from './content-decoding.ts'
import { longestFailureBytes, unreadBytes } from './buffer-limits.ts'
import { joinRepeated, withoutEncoding } from './response-headers.ts'
import { TransportError } from './transport-error.ts'
import { BufferedAttempt } from './undici-buffered-attempt.ts'

/** An answer that is delivered with its headers. One that is not 2xx is buffered, so that its failure can be read. */
export class StreamedAttempt extends BufferedAttempt {
  #sink: ReadableStreamDefaultController<Uint8Array> | undefined
  #over = false

  protected override onAnswerStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status > 299) {
      this.limit = Math.min(this.limit, longestFailureBytes)
      return super.onAnswerStart(controller, status, headers)
    }
    const { origin, path, maxBytes } = this.request
    let sink: ReadableStreamDefaultController<Uint8Array> | undefined
    const raw = new ReadableStream<Uint8Array>(
      {
        start: (opened) => {
          sink = opened
        },
        pull: () => this.#resume(controller),
        cancel: (reason) => this.end(new TransportError('cancelled', true, 'the download was cancelled', reason)),
      },
      { highWaterMark: unreadBytes, size: (chunk) => chunk.length },
    )
    const encoded = joinRepeated(headers)
    const encoding = encoded['content-encoding']
    let stream = raw
    try {
      if (encoding !== undefined) stream = decodeStream(raw, encoding, maxBytes)
    } catch (error) {
      return this.end(error as TransportError)
    }
    this.#sink = sink
    this.succeed({
      status,
      headers: encoding === undefined ? encoded : withoutEncoding(encoded),
      text: '',
      stream,
      url: origin + path,
    })
  }

  override onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#sink === undefined) return super.onResponseData(controller, chunk)
    this.received += chunk.length
    if (this.received > this.limit) return this.failTooLarge()
    this.#sink.enqueue(chunk)
    if (this.#sink.desiredSize! > 0) {
      this.timer?.restart()
    } else {
      // Silence is the vendor's fault only while the stream is being read.
      controller.pause()
      this.stopTimer()
    }
  }

  override onResponseEnd(): void {
    if (this.#sink === undefined) return super.onResponseEnd()
    if (this.#over) return
    this.#over = true
    super.release()
    this.#sink.close()
  }

  #resume(controller: Dispatcher.DispatchController): void {
    if (this.#over || !controller.paused) return
    this.startTimer()
    controller.resume()
  }

  protected override end(error: TransportError): void {
    if (this.#sink === undefined) return super.end(error)
    if (this.#over) return
    this.#over = true
    super.release()
    this.#sink.error(error)
    this.controller?.abort(error)
  }

  /** Once headers have arrived, timer and signal guard the stream instead of the promise. */
  protected override release(): void {
    if (this.#sink === undefined) super.release()
    else this.settled = true
  }
}
