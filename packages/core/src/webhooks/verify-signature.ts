import { Buffer } from 'node:buffer'
import { type KeyObject, createHash, createHmac, createVerify, timingSafeEqual, verify as verifyOnce } from 'node:crypto'
import type { HeaderReader } from './headers.ts'
import { type UsableSecret, type WebhookSecrets, decodeBase64, usableSecrets } from './secret.ts'
import {
  type HeaderValue,
  type SignedParts,
  type SignedTimestamp,
  type Verification,
  signedPieces,
  signsDigest,
} from './verification.ts'
import { WebhookError } from './webhook-error.ts'

export interface Unverified {
  readonly header: HeaderReader
  readonly body: Uint8Array
  readonly method: string
  readonly url: string | undefined
}

export interface Verified {
  /** The name of the secret that the signature was made with. */
  readonly secret: string
  /** SHA-256 over what was signed, in hex: the same for the same delivery, even if its unsigned headers were changed. */
  readonly digest: string
}

/** More than any vendor sends, and few enough that nobody can keep us busy hashing. */
const mostSignatures = 16

/** The minimum and maximum bytes of a signature: a hash has one length, two DER numbers vary. */
const signatureBytes: Readonly<Record<Verification['algorithm'], readonly [least: number, most: number]>> = {
  'hmac-sha1': [20, 20],
  'hmac-sha256': [32, 32],
  'hmac-sha512': [64, 64],
  sha256: [32, 32],
  'ecdsa-p256-sha256': [8, 72],
  ed25519: [64, 64],
  token: [1, 4_096],
}

/** Verifies that the vendor sent these bytes, and recently. Throws a WebhookError otherwise. */
export function verifySignature(
  verification: Verification,
  delivery: Unverified,
  secrets: WebhookSecrets,
  now: number,
): Verified {
  const signatures = readSignatures(verification, delivery.header)
  const { timestamp, idHeader } = verification
  const parts: SignedParts = {
    body: delivery.body,
    method: delivery.method,
    url: delivery.url,
    timestamp: timestamp && one(readValues(timestamp, delivery.header), timestamp.header),
    id: idHeader === undefined ? undefined : readId(idHeader, delivery.header),
  }
  const signedAt = timestamp && readTimestamp(timestamp, parts.timestamp!)
  const secret = match(verification, signatures, parts, chooseSecrets(verification, delivery.header, secrets, now))
  if (!secret || !digestMatches(verification, parts)) {
    throw new WebhookError('forged', 'the signature was not made over this delivery with a known secret')
  }
  if (timestamp && signedAt !== undefined && Math.abs(now - signedAt) > timestamp.toleranceMs) {
    const seconds = Math.round(Math.abs(now - signedAt) / 1_000)
    throw new WebhookError(
      'stale',
      `signed ${seconds} s ${signedAt < now ? 'ago' : 'in the future'}, ${timestamp.toleranceMs / 1_000} s are allowed`,
    )
  }
  const digest = createHash('sha256')
  for (const piece of signedPieces(verification, parts, Buffer.alloc(0))) digest.update(piece)
  return { secret: secret.name, digest: digest.digest('hex') }
}

function readValues({ header, prefix, separator }: HeaderValue, read: HeaderReader): string[] {
  const text = read(header)
  if (text === undefined || text === '') throw new WebhookError('missing_signature', `the header ${header} is missing`)
  const values = separator === undefined ? [text] : text.split(separator).map((part) => part.trim())
  const found = values.filter((value) => value.startsWith(prefix)).map((value) => value.slice(prefix.length))
  if (found.length > 0) return found
  // A header without separators has one form; one with fields may hold only signature kinds that we do not use.
  throw separator === undefined
    ? new WebhookError('malformed', `the header ${header} does not begin with ${prefix}`)
    : new WebhookError('missing_signature', `the header ${header} has no part that begins with ${prefix}`)
}

/** An id with a full stop could shift the boundary to whatever is signed after it. */
function readId(header: string, read: HeaderReader): string {
  const id = one(readValues({ header, prefix: '' }, read), header)
  if (id.includes('.')) throw new WebhookError('malformed', `the header ${header} holds a full stop`)
  return id
}

function one(values: readonly string[], header: string): string {
  if (values.length > 1) throw new WebhookError('malformed', `the header ${header} holds its value ${values.length} times`)
  return values[0]!
}

function readSignatures(verification: Verification, read: HeaderReader): Buffer[] {
  const { signature, encoding, algorithm } = verification
  const malformed = (what: string): WebhookError => new WebhookError('malformed', `the header ${signature.header} ${what}`)
  const values = readValues(signature, read)
  if (values.length > mostSignatures) throw malformed(`holds ${values.length} signatures, at most ${mostSignatures} are checked`)
  const [least, most] = signatureBytes[algorithm]
  return values.map((value) => {
    const bytes = decode(value, encoding)
    if (!bytes) throw malformed(`holds a signature that is not ${encoding}`)
    if (bytes.length < least || bytes.length > most) throw malformed(`holds a signature of ${bytes.length} bytes`)
    return bytes
  })
}

function decode(value: string, encoding: Verification['encoding']): Buffer | undefined {
  if (encoding === 'utf8') return Buffer.from(value)
  if (encoding === 'base64') return decodeBase64(value)
  return /^(?:[0-9a-f]{2})+$/.test(value) ? Buffer.from(value, 'hex') : undefined
}

/** Epoch milliseconds. */
function readTimestamp({ unit, header }: SignedTimestamp, text: string): number {
  const form = unit === 'iso' ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/ : /^\d{1,15}$/
  const at = !form.test(text) ? Number.NaN : unit === 'iso' ? Date.parse(text) : Number(text) * (unit === 's' ? 1_000 : 1)
  if (Number.isNaN(at)) throw new WebhookError('malformed', `the header ${header} holds no timestamp (${unit})`)
  return at
}

function chooseSecrets(verification: Verification, read: HeaderReader, secrets: WebhookSecrets, now: number): UsableSecret[] {
  const usable = usableSecrets(secrets, verification, now)
  if (usable.length === 0)
    throw new WebhookError('unknown_key', 'no secret is valid now: none is given, or none is within its time')
  const { keyHeader } = verification
  if (keyHeader === undefined) return usable
  const name = read(keyHeader)
  const named = usable.filter((secret) => secret.name === name)
  if (named.length === 0) throw new WebhookError('unknown_key', `the header ${keyHeader} names no key that is valid now`)
  return named
}

/** Tries every secret on every signature, so that timing does not reveal which was close. */
function match(
  verification: Verification,
  signatures: readonly Buffer[],
  parts: SignedParts,
  secrets: readonly UsableSecret[],
): UsableSecret | undefined {
  let matched: UsableSecret | undefined
  for (const secret of secrets) {
    const fits = matcher(verification, parts, secret.key)
    for (const signature of signatures) if (fits(signature)) matched ??= secret
  }
  return matched
}

function matcher(verification: Verification, parts: SignedParts, key: KeyObject): (signature: Buffer) => boolean {
  const { algorithm } = verification
  if (algorithm === 'ecdsa-p256-sha256') {
    const pieces = signedPieces(verification, parts, Buffer.alloc(0))
    return (signature) => pieces.reduce((verify, piece) => verify.update(piece), createVerify('sha256')).verify(key, signature)
  }
  if (algorithm === 'ed25519') {
    const signed = Buffer.concat(signedPieces(verification, parts, Buffer.alloc(0)))
    return (signature) => verifyOnce(null, signed, key, signature)
  }
  if (algorithm === 'token') {
    // Digests always have equal lengths, so comparing them does not reveal the token's length.
    const expected = sha256(key.export())
    return (token) => timingSafeEqual(sha256(token), expected)
  }
  const expected = computeHash(verification, parts, key)
  return (signature) => timingSafeEqual(signature, expected)
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** The signature of every symmetric algorithm. */
export function computeHash(verification: Verification, parts: SignedParts, key: KeyObject): Buffer {
  const name = verification.algorithm.replace('hmac-', '')
  const plain = verification.algorithm === 'sha256'
  const hash = plain ? createHash(name) : createHmac(name, key)
  for (const piece of signedPieces(verification, parts, plain ? key.export() : Buffer.alloc(0))) hash.update(piece)
  return hash.digest()
}

function digestMatches(verification: Verification, parts: SignedParts): boolean {
  if (!signsDigest(verification, parts)) return true
  const stated = Buffer.from(new URL(parts.url!).searchParams.get(verification.bodyDigest!)!)
  const actual = Buffer.from(createHash('sha256').update(parts.body).digest('hex'))
  return stated.length === actual.length && timingSafeEqual(stated, actual)
}
