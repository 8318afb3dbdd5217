/** Turns headers that may repeat into one string each, in place: the object was made for this answer alone. */
export function joinRepeated(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name]
    if (typeof value !== 'string') headers[name] = value === undefined ? '' : value.join(', ')
  }
  return headers as Record<string, string>
}

/** The body handed on is decoded, so these two, which describe the encoded one, no longer apply. */
export function withoutEncoding(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { 'content-encoding': _encoding, 'content-length': _length, ...decoded } = headers
  return decoded
}
