const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text of a body in its declared charset; UTF-8 where none is declared or the name is unknown. */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  if (bytes.length === 0) return ''
  const charset = contentType?.includes('charset') ? /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] : undefined
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8.decode(bytes)
  return decoderOf(charset).decode(bytes)
}

function decoderOf(charset: string): Pick<typeof utf8, 'decode'> {
  try {
    return new TextDecoder(charset)
  } catch (error) {
    // A vendor's misspelt charset is not worth losing the answer for.
    if (error instanceof RangeError) return utf8
    throw error
  }
}
