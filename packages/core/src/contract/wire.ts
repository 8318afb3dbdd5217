export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A body format. Pure: text or bytes in, value out. XML, CSV or protobuf codecs live in packages of their own. */
export interface Codec {
  readonly contentType: string
  readonly encode?: (value: unknown) => string | Uint8Array
  readonly decode?: (text: string) => unknown
}

/** The request's final bytes, as a signer sees them. */
export interface Wire {
  readonly method: Method
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Undefined if there is no body, or if it is a stream, which can't be signed. */
  readonly body: Uint8Array | undefined
}

/** What a signer may use: a clock and digests, and nothing that reaches outside. */
export interface Signing {
  readonly now: Date
  hmac(algorithm: 'sha256' | 'sha1' | 'sha512', key: string | Uint8Array, data: string | Uint8Array): Uint8Array
  /** Lower-case hex. */
  sha256(data: string | Uint8Array): string
}

/**
 * A named file that can be opened again: a retry sends the same bytes, and an approval binds to their digest.
 * `size` in bytes; `sha256` in lower-case hex.
 */
export interface FileReference {
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly sha256: string
  open(): AsyncIterable<Uint8Array>
}

/** A streamed download. Read it or cancel it: the connection is held until then. */
export interface Bytes {
  readonly stream: ReadableStream<Uint8Array>
  readonly contentType: string | undefined
  /** Bytes, when the vendor says how many. */
  readonly length: number | undefined
}
