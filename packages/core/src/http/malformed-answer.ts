/** True for an error by which undici, standalone or within Node's `fetch`, says that the answer is not HTTP. */
export function isMalformedAnswer(error: unknown): boolean {
  const { name, code, data } = error as { name?: string; code?: string; data?: string }
  // The parser also reports an answer that merely ends early as an error, with nothing left to read.
  return code === 'UND_ERR_HEADERS_OVERFLOW' || (name === 'HTTPParserError' && data !== '')
}
