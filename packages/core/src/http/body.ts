import type { Codec, FileReference } from '../contract/wire.ts'
import { bytesPreview, filePreview } from './binary-preview.ts'
import type { Arrays } from './bracket-pairs.ts'
import { renderForm } from './form.ts'
import { InvalidRequest } from './invalid-request.ts'
import { isFileReference } from './is-file-reference.ts'
import { encodeMultipart } from './multipart.ts'
import type { StreamedBody } from './transport.ts'
import { verifiedFile } from './verified-file.ts'

export type BodyEncoding = 'json' | 'form' | 'multipart' | Codec

export interface EncodedBody {
  readonly contentType: string | undefined
  readonly body: string | Uint8Array | StreamedBody | undefined
  /** Size of a streamed body in bytes; the sender measures other bodies itself. */
  readonly length?: number
  /** The body for a dry run, with binary parts shown as size and digest. */
  preview(): string
}

/**
 * Writes a body. Files and bytes are sent as they are, whatever the encoding; under `json`, so is a string. Throws
 * `InvalidRequest`; a streamed body fails with one while it is read.
 */
export function encodeBody(value: unknown, encoding: BodyEncoding, arrays: Arrays = 'repeat'): EncodedBody {
  if (value === undefined) return { contentType: undefined, body: undefined, preview: () => '' }
  if (typeof encoding === 'object') return throughCodec(value, encoding)
  if (isFileReference(value)) return wholeFile(value)
  if (value instanceof Uint8Array)
    return { contentType: 'application/octet-stream', body: value, preview: () => bytesPreview(value) }
  switch (encoding) {
    case 'json':
      return typeof value === 'string' ? text('text/plain; charset=utf-8', value) : text('application/json', json(value))
    case 'form':
      return text('application/x-www-form-urlencoded', renderForm(fields(value), arrays))
    case 'multipart':
      return encodeMultipart(fields(value), arrays)
  }
}

function text(contentType: string, body: string): EncodedBody {
  return { contentType, body, preview: () => body }
}

function wholeFile(file: FileReference): EncodedBody {
  return {
    contentType: file.contentType,
    body: () => verifiedFile('body', file),
    length: file.size,
    preview: () => filePreview(file),
  }
}

function throughCodec(value: unknown, { contentType, encode }: Codec): EncodedBody {
  if (encode === undefined) throw new TypeError(`the codec of '${contentType}' does not encode`)
  const body = written(contentType, () => encode(value))
  return typeof body === 'string' ? text(contentType, body) : { contentType, body, preview: () => bytesPreview(body) }
}

function json(value: unknown): string {
  return written('JSON', () => JSON.stringify(value))
}

function written<Body>(format: string, write: () => Body): Body {
  try {
    return write()
  } catch (error) {
    throw new InvalidRequest('body', `can not be written as ${format}: ${(error as Error).message}`, error)
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>
  throw new InvalidRequest('body', 'is written as named fields: an object')
}
