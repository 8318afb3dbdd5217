import { Buffer } from 'node:buffer'
import { WebhookError } from './webhook-error.ts'

export type SignatureAlgorithm =
  | 'hmac-sha1'
  | 'hmac-sha256'
  | 'hmac-sha512'
  | 'sha256'
  | 'ecdsa-p256-sha256'
  | 'ed25519'
  | 'token'
/** `utf8` is for a plain token, which is literal text. */
export type SignatureEncoding = 'hex' | 'base64' | 'utf8'

/** Where a header holds a value: after `prefix`, in the whole header or, with a separator, in each part with that prefix. */
export interface HeaderValue {
  /** Lower case. */
  readonly header: string
  readonly prefix: string
  readonly separator?: ',' | ' '
}

export interface SignedTimestamp extends HeaderValue {
  /** Epoch seconds, epoch milliseconds, or ISO 8601 with a zone. */
  readonly unit: 's' | 'ms' | 'iso'
  /** Largest difference between the vendor's clock and ours, either way, in milliseconds. */
  readonly toleranceMs: number
}

/**
 * How a vendor proves that a delivery is its own, as data: what is signed, with which algorithm and key, and where the signature
 * is. The functions that create one are named after the schemes that vendors use.
 */
export interface Verification {
  readonly algorithm: SignatureAlgorithm
  readonly signature: HeaderValue
  readonly encoding: SignatureEncoding
  /**
   * What is signed, with `{body}` and other placeholders. With a plain token nothing is signed; it then only identifies
   * deliveries.
   */
  readonly payload: string
  /** The secret's format: the key as text, in base64, in base64 after `whsec_`, or a public key in SPKI (DER, PEM) or hex. */
  readonly secret: 'text' | 'base64' | 'whsec' | 'spki' | 'raw'
  readonly timestamp?: SignedTimestamp
  /** The header that `{id}` stands for. */
  readonly idHeader?: string
  /** The header that names the key: only the secret of that name is tried. */
  readonly keyHeader?: string
  /** The query parameter with the body's SHA-256 in hex, if the vendor signs that instead of the body. */
  readonly bodyDigest?: string
}

/** What a payload's placeholders stand for. */
export interface SignedParts {
  readonly body: Uint8Array
  readonly method: string
  readonly url: string | undefined
  readonly timestamp: string | undefined
  readonly id: string | undefined
}

export type Placeholder = 'body' | 'form' | 'method' | 'url' | 'decodedUrl' | 'timestamp' | 'id' | 'secret'

const placeholders: ReadonlySet<string> = new Set<Placeholder>([
  'body',
  'form',
  'method',
  'url',
  'decodedUrl',
  'timestamp',
  'id',
  'secret',
])

/** Checks, when a connector is loaded, that a verification actually proves something. */
export function checkVerification(verification: Verification): Verification {
  const { payload, timestamp, idHeader, algorithm, bodyDigest } = verification
  const problem = (text: string): never => {
    throw new TypeError(`webhook verification by ${verification.signature.header}: ${text}`)
  }
  const names = [...payload.matchAll(/\{(\w*)\}/g)].map(([, name]) => name!)
  for (const name of names) if (!placeholders.has(name)) problem(`{${name}} is not a payload placeholder`)
  if (!names.includes('body') && !names.includes('form'))
    problem('its payload has neither {body} nor {form}: the body would be unsigned')
  if (names.includes('timestamp') !== (timestamp !== undefined))
    problem('a timestamp proves something only when the payload holds {timestamp}')
  if (names.includes('id') !== (idHeader !== undefined)) problem('{id} in the payload and idHeader go together')
  if (bodyDigest !== undefined && !names.includes('url'))
    problem('the digest of the body is in the URL, which is signed only if the payload holds {url}')
  if (names.includes('secret') !== (algorithm === 'sha256'))
    problem('{secret} belongs in the payload of a plain digest, and only there')
  if (timestamp && !(timestamp.toleranceMs > 0 && timestamp.toleranceMs <= 86_400_000))
    problem('toleranceMs must be above 0, and at most a day')
  return Object.freeze(verification)
}

/** The signed bytes, in pieces so that a large body is not copied. `secret` is what `{secret}` stands for. */
export function signedPieces(verification: Verification, parts: SignedParts, secret: Uint8Array): Uint8Array[] {
  return verification.payload
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith('{') ? valueOf(piece.slice(1, -1) as Placeholder, verification, parts, secret) : Buffer.from(piece),
    )
}

function valueOf(name: Placeholder, verification: Verification, parts: SignedParts, secret: Uint8Array): Uint8Array {
  switch (name) {
    case 'body':
      return parts.body
    case 'form':
      return Buffer.from(signsDigest(verification, parts) ? '' : sortedForm(parts.body))
    case 'method':
      return Buffer.from(parts.method)
    case 'url':
      return Buffer.from(urlOf(parts))
    case 'decodedUrl':
      return Buffer.from(decodeListed(urlOf(parts)))
    case 'timestamp':
      return Buffer.from(parts.timestamp ?? '')
    case 'id':
      return Buffer.from(parts.id ?? '')
    case 'secret':
      return secret
  }
}

/** True if the vendor signs a digest of the body in the URL instead of the body. */
export function signsDigest(verification: Verification, parts: SignedParts): boolean {
  if (verification.bodyDigest === undefined) return false
  const url = URL.parse(urlOf(parts))
  if (!url) throw new WebhookError('malformed', 'what the vendor called is not a URL')
  return url.searchParams.has(verification.bodyDigest)
}

function urlOf(parts: SignedParts): string {
  if (parts.url === undefined)
    throw new TypeError("this vendor signs the URL: give receive the URL that the vendor called, in 'url'")
  return parts.url
}

/** Far more than any vendor sends. */
const mostParameters = 10_000

/**
 * Twilio's form: each parameter's name and value, sorted by name, with nothing between. Each distinct value of a repeated
 * parameter counts once. https://github.com/twilio/twilio-node/blob/main/src/webhooks/webhooks.ts, read 2026-11-24
 */
function sortedForm(body: Uint8Array): string {
  // Nothing is verified yet, so the parameters are read in one pass that stops early: a stranger may send millions.
  const values = new Map<string, Set<string>>()
  let left = mostParameters
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString())) {
    if (left-- === 0) throw new WebhookError('too_large', `the form has more than ${mostParameters} parameters`)
    const own = values.get(name)
    if (own) own.add(value)
    else values.set(name, new Set([value]))
  }
  const names = [...values.keys()].toSorted()
  return names.flatMap((name) => [...values.get(name)!].toSorted().map((value) => name + value)).join('')
}

/**
 * HubSpot's v3 signs the URL with these, and only these, decoded.
 * https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation, read 2026-11-24
 */
function decodeListed(url: string): string {
  return url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) => decodeURIComponent(code))
}
