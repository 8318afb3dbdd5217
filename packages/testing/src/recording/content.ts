/** The part of a recorded message that carries a body. */
export interface Content {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly base64?: string | undefined
}

const jsonType = /^(?:application|text)\/json\b|^[^/;]+\/[^/;]+\+json\b/i

export function isJson(headers: Readonly<Record<string, string>>): boolean {
  return jsonType.test(headers['content-type'] ?? '')
}

export function isForm(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
}

/** The bytes of a recorded body; undefined when there is none. */
export function bytesOf({ headers, body, base64 }: Content): Uint8Array | undefined {
  if (base64 !== undefined) return Buffer.from(base64, 'base64')
  if (body === undefined) return undefined
  return Buffer.from(typeof body === 'string' && !isJson(headers) ? body : JSON.stringify(body))
}

/** A body as a recording keeps it: the JSON value, else the text, else base64. */
export function contentOf(
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array | undefined,
): Pick<Content, 'body' | 'base64'> {
  if (bytes === undefined || bytes.length === 0) return {}
  const text = textOf(bytes)
  if (text === undefined) return { base64: Buffer.from(bytes).toString('base64') }
  if (!isJson(headers)) return { body: text }
  try {
    return { body: JSON.parse(text) as unknown }
  } catch (error) {
    // A body that claims to be JSON but is not is kept byte for byte: it may be the very point of the recording.
    if (error instanceof SyntaxError) return { base64: Buffer.from(bytes).toString('base64') }
    throw error
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
