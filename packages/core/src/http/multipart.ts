import type { FileReference } from '../contract/wire.ts'
import { filePreview } from './binary-preview.ts'
import { type Arrays, scalarText } from './bracket-pairs.ts'
import type { EncodedBody } from './body.ts'
import { InvalidRequest } from './invalid-request.ts'
import { isFileReference } from './is-file-reference.ts'
import { concatenated } from './concatenated.ts'
import { verifiedFile } from './verified-file.ts'

interface Part {
  /** Name in the form; in errors, the dotted path of the input. */
  readonly name: string
  readonly field: string
  readonly content: string | FileReference
  readonly contentType?: string
}

const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|"[^"\\\r\n]*"))*$/

/**
 * A `multipart/form-data` body (RFC 7578). Plain values are text parts, a list of them repeats the name, files are streamed,
 * other objects and lists are one JSON part each. Undefined and null are left out.
 */
export function encodeMultipart(fields: Readonly<Record<string, unknown>>, arrays: Arrays): EncodedBody {
  const parts = Object.entries(fields).flatMap(([name, value]) => partsOf(name, value, arrays))
  const boundary = `portico-${crypto.randomUUID()}`
  const contentType = `multipart/form-data; boundary=${boundary}`
  const end = `--${boundary}--\r\n`
  const preview = (): string => {
    const shown = parts.map(
      (part) => headOf(part, boundary) + (typeof part.content === 'string' ? part.content : filePreview(part.content)),
    )
    return [...shown, end].join('\r\n')
  }
  const pieces = piecesOf(parts, boundary, end)
  const [only] = pieces
  if (pieces.length === 1 && typeof only === 'string') return { contentType, body: only, preview }

  const encoder = new TextEncoder()
  const encoded = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece))
  return {
    contentType,
    body: () =>
      concatenated(encoded.map((piece) => (piece instanceof Uint8Array ? piece : verifiedFile(piece.field, piece.file)))),
    length: encoded.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : piece.file.size), 0),
    preview,
  }
}

/** The body in order, with the text between two files as one piece. */
function piecesOf(parts: readonly Part[], boundary: string, end: string): (string | { field: string; file: FileReference })[] {
  const pieces: (string | { field: string; file: FileReference })[] = []
  let text = ''
  for (const part of parts) {
    text += headOf(part, boundary)
    if (typeof part.content === 'string') {
      text += `${part.content}\r\n`
    } else {
      pieces.push(text, { field: part.field, file: part.content })
      text = '\r\n'
    }
  }
  pieces.push(text + end)
  return pieces
}

function partsOf(name: string, value: unknown, arrays: Arrays): Part[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.some((item) => typeof item === 'object' && item !== null && !isFileReference(item))) {
    return [partOf(name, name, value)]
  }
  const items = value.filter((item) => item !== undefined && item !== null)
  const plain = !items.some(isFileReference)
  if (arrays === 'comma' && plain) {
    return items.length === 0 ? [] : [partOf(name, name, items.map((item, at) => scalarText(`${name}.${at}`, item)).join(','))]
  }
  const repeated = arrays === 'brackets' ? `${name}[]` : name
  return items.map((item, at) => partOf(repeated, `${name}.${at}`, item))
}

function partOf(name: string, field: string, value: unknown): Part {
  if (isFileReference(value)) {
    if (!mediaType.test(value.contentType)) throw new InvalidRequest(field, `has '${value.contentType}' for a content type`)
    return { name, field, content: value, contentType: value.contentType }
  }
  if (typeof value !== 'object') return { name, field, content: scalarText(field, value) }
  return { name, field, content: jsonText(field, value), contentType: 'application/json' }
}

function jsonText(field: string, value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    throw new InvalidRequest(field, `can not be written as JSON: ${(error as Error).message}`, error)
  }
}

function headOf({ name, content, contentType }: Part, boundary: string): string {
  const filename = typeof content === 'string' ? '' : `; filename="${quoted(content.name)}"`
  const type = contentType === undefined ? '' : `content-type: ${contentType}\r\n`
  return `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${filename}\r\n${type}\r\n`
}

/**
 * Escapes names as the HTML standard does: percent-encoded where they would end the quotes or the line. Also the backslash and
 * the other control characters, since some readers take the former for an escape and stop at the latter.
 */
function quoted(name: string): string {
  return name.replace(
    // oxlint-disable-next-line no-control-regex
    /["\\\u0000-\u001f\u007f]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
