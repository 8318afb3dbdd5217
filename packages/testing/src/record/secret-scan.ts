/** A text that looks like a secret, and where it stands. */
export interface FoundSecret {
  /** Dotted path in the file. */
  readonly at: string
  /** What gave it away. Never the whole of it. */
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

/** Bits per character from which on a text of letters and digits looks drawn by chance. */
const leastEntropy = 4.1
const leastLength = 24

/** Fields that name a thing or a place in a list: their values are random by nature and open no door. */
const publicField = /^(?:id|ids|node_id|etag|sha|.*_id|.*_sha|.*cursor|.*_ts|ts|starting_after|ending_before|after|before)$/i

export interface ScanOptions {
  /** Values that are known to be harmless. */
  readonly allow?: readonly (string | RegExp)[]
}

/** Every known or high-entropy secret that stands in a value. */
export function findSecrets(value: unknown, options: ScanOptions = {}): FoundSecret[] {
  const harmless = publicValues(value)
  const found: FoundSecret[] = []
  const walk = (part: unknown, at: string): void => {
    if (typeof part === 'string') {
      const looksLike = secretIn(part, harmless, options.allow ?? [])
      if (looksLike !== undefined) found.push({ at, looksLike })
      return
    }
    if (typeof part !== 'object' || part === null) return
    for (const [name, field] of Object.entries(part)) walk(field, at === '' ? name : `${at}.${name}`)
  }
  walk(value, '')
  return found
}

/** Takes every recognisable token out of a text. */
export function withoutKnownSecrets(text: string, replacement: string): string {
  return knownForms.reduce((rest, [, form]) => rest.replaceAll(new RegExp(form.source, `${form.flags}g`), replacement), text)
}

function secretIn(text: string, harmless: ReadonlySet<string>, allow: readonly (string | RegExp)[]): string | undefined {
  const rest = allow.reduce<string>(
    (left, allowed) => left.replaceAll(typeof allowed === 'string' ? allowed : new RegExp(allowed, 'g'), ''),
    text,
  )
  const known = knownForms.find(([, form]) => form.test(rest))
  if (known) return known[0]
  for (const [word] of rest.matchAll(/[A-Za-z0-9+/_-]+={0,2}/g)) {
    if (word.split('/').some((part) => !harmless.has(part) && looksRandom(part)) && !isPlainBase64(word))
      return `a secret (${word.slice(0, 4)}…, ${word.length} characters)`
  }
  return undefined
}

function looksRandom(word: string): boolean {
  if (word.length < leastLength || !/[A-Z]/.test(word) || !/[a-z]/.test(word) || !/\d/.test(word)) return false
  return !isPlainBase64(word) && entropy(word) >= leastEntropy
}

/** Shannon entropy in bits per character. */
function entropy(word: string): number {
  const counts = new Map<string, number>()
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum - (count / word.length) * Math.log2(count / word.length), 0)
}

/** Base64 of readable text says what it says: opaque cursors and global ids are often that. */
function isPlainBase64(word: string): boolean {
  const text = Buffer.from(word, 'base64').toString('latin1')
  return text.length > 0 && /^[\x20-\x7e]+$/.test(text)
}

/** Values of fields that name things, which turn up again in paths and inputs. */
function publicValues(value: unknown): Set<string> {
  const found = new Set<string>()
  const walk = (part: unknown, name: string): void => {
    if (typeof part === 'string') {
      if (publicField.test(name)) for (const [word] of part.matchAll(/[A-Za-z0-9+/_-]+={0,2}/g)) found.add(word)
    } else if (typeof part === 'object' && part !== null) {
      for (const [field, held] of Object.entries(part)) walk(held, Array.isArray(part) ? name : field)
    }
  }
  walk(value, '')
  return found
}
