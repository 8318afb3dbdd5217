import { redacted } from '../recording/compare-request.ts'

/** What an author does about an id that looks random. */
export const harmlessMend = 'state its shape as harmless in test/record.ts and in the table of the test: [/\\b[0-9a-f]{32}\\b/]'

/** A text that looks like a secret, and where it is. */
export interface FoundSecret {
  /** Dotted path in the file. */
  readonly at: string
  /** What gave it away. Never the whole secret. */
  readonly looksLike: string
}

/** Tokens that their issuers made recognisable, by their documented prefixes or shapes. */
const knownForms: readonly (readonly [name: string, form: RegExp])[] = [
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/],
  ['a Stripe key', /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8,}/],
  ['a webhook secret', /\bwhsec_[A-Za-z0-9+/=]{16,}/],
  ['a Stripe client secret', /\b(?:pi|seti|cs)_[A-Za-z0-9]+_secret_[A-Za-z0-9]{8,}/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{8,}|\bxapp-\d-[A-Za-z0-9-]{8,}/],
  ['a Slack webhook URL', /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/],
  ['an AWS key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a Google key', /\bAIza[A-Za-z0-9_-]{30,}|\bya29\.[A-Za-z0-9_-]{20,}/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{16,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{30,}/],
  ['a SendGrid key', /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/],
  ['an Anthropic or OpenAI key', /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{24,}/],
  ['a JSON Web Token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['credentials in a URL', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@[\]]+@/],
]

interface Alphabet {
  readonly letters: RegExp
  readonly leastLength: number
  /** Bits per character above which a text looks random. */
  readonly leastEntropy: number
  /** How often digits and letters alternate in it: words next to numbers do so rarely. */
  readonly leastTurns: number
}

/** The alphabet of secrets. A hexadecimal digest looks like one too, so it counts unless its field says what it is. */
const alphabets: readonly Alphabet[] = [
  { letters: /^(?:[0-9a-f]+|[0-9A-F]+)$/, leastLength: 32, leastEntropy: 3, leastTurns: 6 },
  { letters: /^(?:[0-9a-z]+|[0-9A-Z]+)$/, leastLength: 24, leastEntropy: 3.5, leastTurns: 6 },
  { letters: /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9+/_=-]+$/, leastLength: 24, leastEntropy: 4.1, leastTurns: 0 },
]

/** A field that holds an id or a digest: its value is random by nature, and harmless if it has such a shape. */
const idField = /^(?:(?:.*_)?[iI][dD]s?|.*[a-z]I[dD]s?)$/
const digestField = /^(?:sha\d*|.*_sha\d*|digest|checksum|fingerprint|etag)$/i
/** Words in fields whose value is a secret although it is an id: whoever knows a session's id has the session. */
const opening = /(?:^|_|(?<=[a-z]))(?:session|secret|token|auth|access|nonce|csrf)(?:_|(?=[A-Z])|$)/i

/** Fields that are secret whatever their values look like, as named in JSON and before an equals sign in a query or form. */
const secretName =
  '(?:password|passwd|passphrase|client_?secret|secret_?key|api_?key|private_?key|(?:access|refresh|id|auth|bot)_?token)'
const secretField = new RegExp(`(?:^|_|(?<=[a-z]))${secretName}$`, 'i')
const secretPair = new RegExp(`(?:^|[?&_]|(?<=[a-z]))${secretName}=(?!%5Bredacted%5D|\\[redacted\\])[^&\\s]`, 'i')

/**
 * ULIDs (26), KSUIDs (27), BSON's (24) and Stripe's (24 after its prefix) are ids; anything longer is long in order to be secret.
 */
const shortId = /^(?:[A-Za-z]{1,12}_)?[A-Za-z0-9]{1,27}$/
/** RFC 9562, without its hyphens. */
const uuid = /^[0-9a-f]{12}[1-8][0-9a-f]{3}[89ab][0-9a-f]{15}$/i
/** From MD5's 32 digits to SHA-512's 128. */
const hexadecimal = /^(?:[0-9a-f]{32,128}|[0-9A-F]{32,128})$/

function isPublic(field: string, word: string): boolean {
  if (opening.test(field)) return false
  if (digestField.test(field)) return hexadecimal.test(word) || shortId.test(word)
  return idField.test(field) && (shortId.test(word) || uuid.test(word))
}

/** How many layers of encoding are decoded to look inside. */
const deepest = 3

export interface ScanOptions {
  /** Values known to be harmless. */
  readonly allow?: readonly (string | RegExp)[]
  /** Cursors, which are random by nature and recur in paths and inputs. */
  readonly cursors?: readonly string[]
}

/** Every known or high-entropy secret in a value. */
export function findSecrets(value: unknown, options: ScanOptions = {}): FoundSecret[] {
  const harmless = publicValues(value, options.cursors ?? [])
  const found: FoundSecret[] = []
  const walk = (part: unknown, at: string): void => {
    if (typeof part === 'string') {
      const text = without(part, options.allow ?? [])
      const looksLike = secretAt(text, harmless, 0) ?? secretByName(text, at.slice(at.lastIndexOf('.') + 1))
      if (looksLike !== undefined) found.push({ at, looksLike })
      return
    }
    if (typeof part !== 'object' || part === null) return
    for (const [name, field] of Object.entries(part)) walk(field, at === '' ? name : `${at}.${name}`)
  }
  walk(value, '')
  return found
}

/** What a field or parameter name says about its value, whatever that is. */
function secretByName(text: string, field: string): string | undefined {
  if (secretField.test(field) && text !== '' && text !== redacted) return `a secret, since the field is called ${field}`
  return secretPair.test(text) ? 'a secret, since the parameter before it is called so' : undefined
}

/** Removes every recognisable token from a text. */
export function withoutKnownSecrets(text: string, replacement: string): string {
  return knownForms.reduce((rest, [, form]) => rest.replaceAll(new RegExp(form.source, `${form.flags}g`), replacement), text)
}

function without(text: string, allow: readonly (string | RegExp)[]): string {
  return allow.reduce<string>(
    (left, allowed) => left.replaceAll(typeof allowed === 'string' ? allowed : new RegExp(allowed, 'g'), ''),
    text,
  )
}

function secretAt(text: string, harmless: ReadonlySet<string>, depth: number): string | undefined {
  const known = knownForms.find(([, form]) => form.test(text))
  if (known) return known[0]
  for (const word of wordsOf(text)) {
    const plain = plainBase64(word)
    const inside = plain === undefined || depth === deepest ? undefined : secretAt(plain, harmless, depth + 1)
    if (inside !== undefined) return `${inside}, in base64`
    // A slash is also a base64 character; a path has neither of base64's other signs.
    const parts = /[+=]/.test(word) ? [word] : word.split('/')
    if (plain === undefined && !harmless.has(word) && parts.some((part) => !harmless.has(part) && looksRandom(part)))
      return `a secret (${word.slice(0, 4)}…, ${word.length} characters)`
  }
  const decoded = depth === deepest ? undefined : percentDecoded(text)
  return decoded === undefined ? undefined : secretAt(decoded, harmless, depth + 1)
}

/** As a whole, or in one of its parts: `key_live_0a1b…` has its secret in the last. */
function looksRandom(word: string): boolean {
  return [word, ...word.split(/[_-]/)].some((part) =>
    alphabets.some(
      ({ letters, leastLength, leastEntropy, leastTurns }) =>
        part.length >= leastLength && letters.test(part) && entropy(part) >= leastEntropy && turns(part) >= leastTurns,
    ),
  )
}

/** How often a digit follows a letter or a letter a digit. */
function turns(word: string): number {
  return word.match(/\d(?=\D)|\D(?=\d)/g)?.length ?? 0
}

/** Shannon entropy in bits per character. */
function entropy(word: string): number {
  const counts = new Map<string, number>()
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum - (count / word.length) * Math.log2(count / word.length), 0)
}

/** The text inside base64 of readable text: opaque cursors, global ids and wrapped credentials. */
function plainBase64(word: string): string | undefined {
  if (word.length < 8) return undefined
  const text = Buffer.from(word, 'base64').toString('latin1')
  return /^[\x20-\x7e\s]+$/.test(text) ? text : undefined
}

function percentDecoded(text: string): string | undefined {
  if (!/%[0-9a-f]{2}/i.test(text)) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoding after all: it was already read as it is.
    return undefined
  }
}

/** Ids, digests and cursors, which recur in paths and inputs. */
function publicValues(value: unknown, cursors: readonly string[]): Set<string> {
  const found = new Set(cursors.flatMap(wordsOf))
  const walk = (part: unknown, name: string): void => {
    if (typeof part === 'string') {
      for (const word of wordsOf(part)) if (isPublic(name, word)) found.add(word)
    } else if (typeof part === 'object' && part !== null) {
      for (const [field, held] of Object.entries(part)) walk(held, Array.isArray(part) ? name : field)
    }
  }
  walk(value, '')
  return found
}

function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z0-9+/_-]+={0,2}/g) ?? []
}
