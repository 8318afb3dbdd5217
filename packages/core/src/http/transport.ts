import type { Method } from '../contract/wire.ts'

/** Reopened for each sending, so that a retry sends the same bytes. */
export type StreamedBody = () => AsyncIterable<Uint8Array>

/** One request as a transport sends it. */
export interface TransportRequest {
  readonly method: Method
  /** `https://host` or `https://host:port`, normalised; `http:` only for loopback literals. */
  readonly origin: string
  /** Path with query, percent-encoded, starting with a slash. */
  readonly path: string
  /** Names in lower case. Sent as they are. A streamed body of known size states `content-length`. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | StreamedBody | undefined
  /**
   * Milliseconds from here to the end of a buffered answer. For a streamed one: to its headers, and after that the longest
   * silence between two chunks.
   */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** Largest answer in bytes, after decompression. */
  readonly maxBytes: number
  /** Stream the body of a 2xx answer. Any other answer is still buffered, so that its failure can be read. */
  readonly streamed: boolean
}

/** One answer, buffered or streamed. */
export interface TransportResponse {
  readonly status: number
  /** Names in lower case; several values of one name are joined by `, `. Describes the decoded body. */
  readonly headers: Readonly<Record<string, string>>
  /** The buffered body as text, decoded by its declared charset; empty when it is streamed. */
  readonly text: string
  /** The buffered body; absent when it is streamed. */
  readonly bytes?: Uint8Array
  /** The streamed body. Read it or cancel it: the connection is held until then. Fails with a `TransportError`. */
  readonly stream?: ReadableStream<Uint8Array>
  readonly url: string
}

/** Sends one request, once, and follows no redirect. */
export interface Transport {
  readonly name: string
  /** Rejects with a `TransportError` and nothing else. */
  request(request: TransportRequest): Promise<TransportResponse>
  /** Closes idle connections at once, and the others when their answer is complete. */
  close(): Promise<void>
}
