const fixed = 'recorded-boundary'

/** A multipart boundary is generated per request, so recordings and comparisons use a fixed one. */
export function withFixedBoundary(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | undefined,
): { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array | undefined } {
  const type = headers['content-type'] ?? ''
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary === undefined || body === undefined) return { headers, body }
  // Latin-1 keeps every byte as one character, there and back.
  const text = Buffer.from(body).toString('latin1').replaceAll(boundary, fixed)
  return { headers: { ...headers, 'content-type': type.replace(boundary, fixed) }, body: Buffer.from(text, 'latin1') }
}
