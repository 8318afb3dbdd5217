/** True for an error of undici, also the one within Node's `fetch`, that says that what came back is not HTTP. */
export function isMalformedAnswer(error: unknown): boolean {
  const { name, code, data } = error as { name?: string; code?: string; data?: string }
  // The parser reports an answer that merely ends too early as an error too, with nothing left to read.
  return code === 'UND_ERR_HEADERS_OVERFLOW' || (name === 'HTTPParserError' && data !== '')
}
