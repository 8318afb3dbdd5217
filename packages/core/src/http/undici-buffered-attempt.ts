import type { Dispatcher } from 'undici'
import { decodeBody } from './content-decoding.ts'
import { joinRepeated, withoutEncoding } from './response-headers.ts'
import { decodeText } from './response-text.ts'
import type { TransportError } from './transport-error.ts'
import { Attempt } from './undici-attempt.ts'

const nothing = new Uint8Array(0)

/** An answer that is delivered once its last byte has arrived. */
export class BufferedAttempt extends Attempt {
  protected status = 0
  protected headers: Record<string, string> = {}
  protected limit = this.request.maxBytes
  protected received = 0
  #first: Uint8Array | undefined
  #more: Uint8Array[] | undefined

  protected override onAnswerStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.status = status
    this.headers = joinRepeated(headers)
  }

  override onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.received += chunk.length
    if (this.received > this.limit) return this.failTooLarge()
    if (this.#first === undefined) this.#first = chunk
    else if (this.#more === undefined) this.#more = [this.#first, chunk]
    else this.#more.push(chunk)
  }

  override onResponseEnd(): void {
    const bytes = this.#more === undefined ? (this.#first ?? nothing) : Buffer.concat(this.#more)
    const encoding = this.headers['content-encoding']
    if (encoding === undefined || bytes.length === 0) return this.#answer(bytes, this.headers)
    void decodeBody(bytes, encoding, this.limit).then(
      (decoded) => this.#answer(decoded, withoutEncoding(this.headers)),
      (error: TransportError) => this.end(error),
    )
  }

  #answer(bytes: Uint8Array, headers: Record<string, string>): void {
    const { origin, path } = this.request
    this.succeed({ status: this.status, headers, text: decodeText(bytes, headers['content-type']), bytes, url: origin + path })
  }

  protected failTooLarge(): void {
    this.fail('too_large', `the answer is larger than ${this.limit} bytes`)
  }
}
