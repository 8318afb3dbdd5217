// As `JSON.stringify` escapes it; an escaped backslash before the same letters does not match.
const halfPair = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/**
 * A value as JSON that every database reads. Half a surrogate pair, as at the end of a truncated text, becomes U+FFFD, as in
 * UTF-8.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  // Most texts have no backslash, and finding one character needs no regular expression.
  return text.indexOf('\\') >= 0 && text.includes(String.raw`\ud`) ? text.replaceAll(halfPair, '\ufffd') : text
}
