const longest = 200
// An echo may be cut short ("token sk_live_ab… is not known"), so a part of a secret counts as the secret.
const tellingPart = 8

/** The vendor's explanation on one line, or undefined where it repeats any part of a secret that was sent. */
export function vendorDescription(text: unknown, secrets: readonly string[]): string | undefined {
  if (typeof text !== 'string') return undefined
  const line = text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest)
  if (line === '' || secrets.some((secret) => echoes(line, secret))) return undefined
  return line
}

function echoes(line: string, secret: string): boolean {
  if (secret === '') return false
  if (secret.length <= tellingPart) return line.includes(secret)
  for (let start = 0; start + tellingPart <= line.length; start += 1) {
    if (secret.includes(line.slice(start, start + tellingPart))) return true
  }
  return false
}
