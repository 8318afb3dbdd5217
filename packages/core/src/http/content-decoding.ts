import { Readable, type Transform, pipeline } from 'node:stream'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { guardedStream } from './guarded-stream.ts'
import { isTransportError, TransportError } from './transport-error.ts'

interface Coding {
  readonly whole: (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>
  readonly stream: () => Transform
}

const gzip: Coding = { whole: promisify(zlib.gunzip), stream: () => zlib.createGunzip() }
const deflate: Coding = { whole: promisify(zlib.inflate), stream: () => zlib.createInflate() }
const bareDeflate: Coding = { whole: promisify(zlib.inflateRaw), stream: () => zlib.createInflateRaw() }
const brotli: Coding = { whole: promisify(zlib.brotliDecompress), stream: () => zlib.createBrotliDecompress() }
const codings: Readonly<Record<string, Coding>> = { gzip, 'x-gzip': gzip, deflate, br: brotli }

/** The codings to undo, last applied first. */
function codingsOf(contentEncoding: string): Coding[] {
  return contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .toReversed()
    .map((name) => {
      if (Object.hasOwn(codings, name)) return codings[name]!
      throw new TransportError('protocol', true, `the answer has content-encoding '${name}', which was not asked for`)
    })
}

/** Decompresses a whole body to at most `limit` bytes: a few kilobytes can hold gigabytes. */
export async function decodeBody(bytes: Uint8Array, contentEncoding: string, limit: number): Promise<Uint8Array> {
  let decoded = bytes
  try {
    for (const coding of codingsOf(contentEncoding)) {
      decoded = await wrapped(coding, decoded).whole(decoded, { maxOutputLength: limit })
    }
  } catch (error) {
    throw decodingError(error, limit)
  }
  return decoded
}

/** Some servers send `deflate` without the zlib wrapper that RFC 9110 requires; the first byte tells which. */
function wrapped(coding: Coding, bytes: Uint8Array): Coding {
  return coding === deflate && (bytes[0]! & 0x0f) !== 0x08 ? bareDeflate : coding
}

/** Decompresses a streamed body to at most `limit` bytes. Cancelling the result cancels `stream`. */
export function decodeStream(
  stream: ReadableStream<Uint8Array>,
  contentEncoding: string,
  limit: number,
): ReadableStream<Uint8Array> {
  const stages = codingsOf(contentEncoding).map((coding) => coding.stream())
  if (stages.length === 0) return stream
  const source = Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])
  // A failure in any stage destroys the last one, where the reader sees it.
  const decoded = pipeline([source, ...stages], () => {}) as unknown as Transform
  return guardedStream(decoded, { limit, failureOf: (error) => decodingError(error, limit), stop: () => decoded.destroy() })
}

function decodingError(error: unknown, limit: number): TransportError {
  if (isTransportError(error)) return error
  if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
    return new TransportError('too_large', true, `the answer is larger than ${limit} bytes`, error)
  }
  return new TransportError('protocol', true, 'the answer is not compressed as its header says', error)
}
