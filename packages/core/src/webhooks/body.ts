import { Buffer } from 'node:buffer'
import type { HeaderReader } from './headers.ts'
import { WebhookError } from './webhook-error.ts'

/** The format of a delivery's body; with `json-or-form`, the content type decides. */
export interface BodyFormat {
  /** Default: `json`. */
  readonly format?: 'json' | 'form' | 'json-or-form'
  /**
   * The form field that holds the whole payload as JSON: `payload` at GitHub and Slack. In a form without it, the fields are the
   * payload.
   */
  readonly payloadField?: string
}

export function bytesOf(body: Uint8Array | string): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

/**
 * The body's value. Read only after the signature is verified, so anything wrong with it is the vendor's mistake, not a
 * stranger's.
 */
export function readBody(body: Buffer, { format = 'json', payloadField }: BodyFormat, header: HeaderReader): unknown {
  const text = decode(body)
  const isForm =
    format === 'form' ||
    (format === 'json-or-form' && /^application\/x-www-form-urlencoded\b/i.test(header('content-type') ?? ''))
  if (!isForm) return parseJson(text, 'the body')
  const form = new URLSearchParams(text)
  const payload = payloadField === undefined ? null : form.get(payloadField)
  return payload === null ? fieldsOf(form) : parseJson(payload, `the form's field ${payloadField}`)
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new WebhookError('invalid_payload', 'the body is not UTF-8')
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the text.
    throw new WebhookError('invalid_payload', `${what} is not JSON`)
  }
}

function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of form) {
    const before = fields.get(name)
    if (before === undefined) fields.set(name, value)
    else if (typeof before === 'string') fields.set(name, [before, value])
    else before.push(value)
  }
  return Object.fromEntries(fields)
}
