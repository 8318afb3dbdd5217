// As `JSON.stringify` writes it, and no text that has a backslash before those letters.
const halfPair = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g

/**
 * A value as JSON that every database reads. Half of a surrogate pair, in which a text may end that was cut, becomes U+FFFD, as it does
 * in UTF-8.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  // Most texts have no backslash at all, and one character is found without setting up a search.
  return text.indexOf('\\') >= 0 && text.includes(String.raw`\ud`) ? text.replaceAll(halfPair, '\ufffd') : text
}
