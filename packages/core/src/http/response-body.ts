import type { Codec } from '../contract/wire.ts'
import type { TransportResponse } from './transport.ts'
import { UnexpectedBody } from './unexpected-body.ts'

type Received = Pick<TransportResponse, 'headers' | 'text'>

const jsonType = /^(?:application|text)\/json$|^[^/]+\/[^/]+\+json$/

/**
 * The value of a successful answer, undefined if it has no body. Throws `UnexpectedBody` if the content type is not JSON's, or
 * the codec's where one is given, or if the text can't be parsed. An answer without a content type is read as the expected one.
 */
export function parseBody(response: Received, codec?: Codec): unknown {
  const text = withoutMark(response.text)
  if (text === '') return undefined
  const type = mediaType(response.headers['content-type'])
  const decode = codec?.decode
  if (decode !== undefined) {
    if (type !== '' && !sameFormat(type, mediaType(codec!.contentType))) throw wrongType(type, codec!.contentType)
    return read(decode, text, codec!.contentType)
  }
  if (type !== '' && !jsonType.test(type)) throw wrongType(type, 'JSON')
  return read(JSON.parse, text, 'JSON')
}

/**
 * The body of a failure, as far as it can be read: a gateway's HTML in front of a JSON vendor must not hide the status. The value
 * if it is in the vendor's format, else the text, else undefined.
 */
export function parseFailureBody(response: Received, codec?: Codec): unknown {
  try {
    return parseBody(response, codec)
  } catch (error) {
    if (error instanceof UnexpectedBody) return codec?.decode === undefined ? response.text : jsonOrText(response)
    throw error
  }
}

/** A vendor that speaks XML or CSV may still fail in JSON. */
function jsonOrText(response: Received): unknown {
  try {
    return parseBody(response)
  } catch (error) {
    if (error instanceof UnexpectedBody) return response.text
    throw error
  }
}

function read(decode: (text: string) => unknown, text: string, format: string): unknown {
  try {
    return decode(text)
  } catch {
    // The parser's own message quotes the text, which may be personal data.
    throw new UnexpectedBody('malformed', `the answer can not be read as ${format}`)
  }
}

function wrongType(type: string, expected: string): UnexpectedBody {
  return new UnexpectedBody('content_type', `the answer is '${type}' where ${expected} was expected`)
}

/** `text/xml`, `application/xml` and `application/soap+xml` are one format. */
function sameFormat(type: string, expected: string): boolean {
  return type === expected || formatOf(type) === formatOf(expected)
}

function formatOf(type: string): string {
  return type.slice(Math.max(type.lastIndexOf('/'), type.lastIndexOf('+')) + 1)
}

function mediaType(contentType: string | undefined): string {
  // The form that nearly every vendor uses.
  if (contentType === 'application/json') return contentType
  return (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
