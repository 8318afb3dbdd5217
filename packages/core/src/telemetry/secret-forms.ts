/** Shorter values are not searched for: they occur by chance, and redacting them would mangle other text. */
export const leastSecretLength = 6

/**
 * The forms in which a secret appears in text: as it is, percent-encoded (in a URL or a form), escaped (in JSON, and in JSON
 * within JSON) and in base64 (alone, or within something longer, such as the `user:password` of a Basic header).
 */
export function secretForms(secret: string): Set<string> {
  const forms = new Set<string>([secret])
  if (!alikeEverywhere.test(secret)) {
    // A lone surrogate can't be encoded; on the wire it becomes U+FFFD.
    forms.add(secret.toWellFormed())
    for (const form of percentEncoded(secret)) forms.add(form)
    for (const form of jsonEscaped(secret)) forms.add(form)
  }
  for (const form of base64(secret)) forms.add(form)
  return forms
}

/** URLs, forms and JSON leave these characters unescaped, and most tokens have no others. */
const alikeEverywhere = /^[\w.-]*$/

function percentEncoded(secret: string): string[] {
  const usual = encodeURIComponent(secret.toWellFormed())
  const strict = usual.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = new URLSearchParams([['', secret]]).toString().slice(1)
  return [usual, strict, form].flatMap((text) => [text, text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())])
}

function jsonEscaped(secret: string): string[] {
  const inner = (text: string): string => JSON.stringify(text).slice(1, -1)
  const escaped = inner(secret)
  // Some writers escape slashes and everything outside ASCII.
  const ascii = escaped.replace(/[^\x20-\x7e]/g, (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0'))
  return [escaped, ascii].flatMap((text) => [text, text.replaceAll('/', String.raw`\/`), inner(text)])
}

/**
 * In base64 three bytes become four characters, so a value inside a longer one has three possible forms. In each, the characters
 * that depend only on the secret are searched for.
 */
function base64(secret: string): string[] {
  const padded = Buffer.from(`\0\0${secret}`)
  const length = padded.length - 2
  const forms: string[] = []
  for (const before of [0, 1, 2]) {
    const encoded = padded.toString('base64', 2 - before)
    if (before === 0) forms.push(encoded)
    forms.push(encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + length) * 8) / 6)))
  }
  return forms.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
}
