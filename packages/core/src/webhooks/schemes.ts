import type { Parameters } from '../contract/checks.ts'
import { type HeaderValue, type Placeholder, type Verification, checkVerification } from './verification.ts'

/** A payload that uses only what this kind of scheme can sign, or the sentence that says what is wrong. */
export type PayloadOf<Payload extends string, Allowed extends Placeholder> = [Exclude<Parameters<Payload>, Allowed>] extends [
  never,
]
  ? Payload
  : `✗ {${Exclude<Parameters<Payload>, Allowed>}} is not something that this scheme signs`

type Signed = 'body' | 'form' | 'method' | 'url' | 'decodedUrl' | 'id'

/** Five minutes, which most vendors recommend. */
const usualToleranceMs = 300_000

interface SchemeOptions {
  /** The header that holds the signature. */
  readonly header: string
  /** Default: `hex`, in lower case. */
  readonly encoding?: 'hex' | 'base64'
  /** Default: `sha256`. */
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512'
  /** Default: the secret's text is the key. */
  readonly secret?: 'text' | 'base64'
  readonly idHeader?: string
  readonly keyHeader?: string
}

export type TimestampedOptions<Payload extends string> = SchemeOptions & {
  /** What is signed, including `{timestamp}` and `{body}`. */
  readonly payload: PayloadOf<Payload, Signed | 'timestamp'>
  readonly unit?: 's' | 'ms' | 'iso'
  /** Largest difference between the vendor's clock and ours, either way, in milliseconds. Default: five minutes. */
  readonly toleranceMs?: number
} & (
    | {
        /** Both in one header, as in `t=1492774577,v1=…,v1=…`: the names of the two fields. Other fields are ignored. */
        readonly fields: { readonly timestamp: string; readonly signature: string }
      }
    | { readonly timestampHeader: string; readonly prefix?: string }
  )

/** A keyed hash (HMAC) over a payload with a timestamp: Stripe, Slack, Zendesk, HubSpot v3. */
export function timestamped<const Payload extends string>(options: TimestampedOptions<Payload>): Verification {
  const header = options.header.toLowerCase()
  const stamp = { unit: options.unit ?? 's', toleranceMs: options.toleranceMs ?? usualToleranceMs } as const
  return hmac(
    options,
    options.payload,
    'fields' in options
      ? {
          signature: { header, separator: ',', prefix: `${options.fields.signature}=` },
          timestamp: { header, separator: ',', prefix: `${options.fields.timestamp}=`, ...stamp },
        }
      : {
          signature: { header, prefix: options.prefix ?? '' },
          timestamp: { header: options.timestampHeader.toLowerCase(), prefix: '', ...stamp },
        },
  )
}

export type HmacOptions<Payload extends string> = SchemeOptions & {
  /** The prefix of the signature, such as `sha256=`. */
  readonly prefix?: string
  /** Separates several signatures, if the vendor sends one per key. */
  readonly separator?: ',' | ' '
  /** Default: `{body}`. `{form}` stands for Twilio's sorted parameters. */
  readonly payload?: PayloadOf<Payload, Signed>
  readonly bodyDigest?: string
}

/**
 * A keyed hash (HMAC) without a timestamp: GitHub, Shopify, Twilio, PagerDuty. Such a signature never expires, so a replay is
 * recognised only as long as deliveries are remembered.
 */
export function hmacSignature<const Payload extends string = '{body}'>(options: HmacOptions<Payload>): Verification {
  const { prefix = '', separator, bodyDigest } = options
  const signature = { header: options.header.toLowerCase(), prefix, ...(separator && { separator }) }
  return hmac(options, options.payload ?? '{body}', { signature, ...(bodyDigest !== undefined && { bodyDigest }) })
}

function hmac(
  options: SchemeOptions,
  payload: string,
  more: Pick<Verification, 'timestamp' | 'bodyDigest'> & { readonly signature: HeaderValue },
): Verification {
  return checkVerification({
    algorithm: `hmac-${options.algorithm ?? 'sha256'}`,
    encoding: options.encoding ?? 'hex',
    secret: options.secret ?? 'text',
    payload,
    ...headersOf(options),
    ...more,
  })
}

/** A plain SHA-256 over a payload with the secret in it: HubSpot v1 and v2. Prefer a keyed hash where the vendor offers one. */
export function digestSignature<const Payload extends string>(options: {
  readonly header: string
  readonly encoding?: 'hex' | 'base64'
  readonly payload: PayloadOf<Payload, Signed | 'secret'>
}): Verification {
  return checkVerification({
    algorithm: 'sha256',
    signature: { header: options.header.toLowerCase(), prefix: '' },
    encoding: options.encoding ?? 'hex',
    payload: options.payload,
    secret: 'text',
  })
}

/**
 * Standard Webhooks, symmetric (`v1`), with one signature per key: OpenAI and many more. `headerPrefix` is `webhook` in the standard.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-24
 */
export function standardWebhooks(options: { readonly toleranceMs?: number; readonly headerPrefix?: string } = {}): Verification {
  const { toleranceMs = usualToleranceMs, headerPrefix = 'webhook' } = options
  return checkVerification({
    algorithm: 'hmac-sha256',
    signature: { header: `${headerPrefix}-signature`, prefix: 'v1,', separator: ' ' },
    encoding: 'base64',
    payload: '{id}.{timestamp}.{body}',
    secret: 'whsec',
    timestamp: { header: `${headerPrefix}-timestamp`, prefix: '', unit: 's', toleranceMs },
    idHeader: `${headerPrefix}-id`,
  })
}

/** ECDSA over P-256 with SHA-256, the signature in DER and base64, the secret a public key: SendGrid, GitHub's secret scanning. */
export function ecdsaSignature<const Payload extends string = '{body}'>(options: {
  readonly header: string
  /** Epoch seconds; then `{timestamp}` is in the payload. */
  readonly timestampHeader?: string
  readonly toleranceMs?: number
  /** Default: `{body}`. */
  readonly payload?: PayloadOf<Payload, Signed | 'timestamp'>
  readonly idHeader?: string
  readonly keyHeader?: string
}): Verification {
  const { timestampHeader, toleranceMs = usualToleranceMs } = options
  return checkVerification({
    algorithm: 'ecdsa-p256-sha256',
    signature: { header: options.header.toLowerCase(), prefix: '' },
    encoding: 'base64',
    payload: options.payload ?? '{body}',
    secret: 'spki',
    ...(timestampHeader !== undefined && {
      timestamp: { header: timestampHeader.toLowerCase(), prefix: '', unit: 's', toleranceMs },
    }),
    ...headersOf(options),
  })
}

/** Ed25519 over timestamp and body, the secret a public key as hex of its 32 bytes, or in SPKI: Discord. */
export function ed25519Signature<const Payload extends string = '{timestamp}{body}'>(options: {
  readonly header: string
  /** Epoch seconds. */
  readonly timestampHeader: string
  readonly toleranceMs?: number
  /** Default: `hex`, in lower case. */
  readonly encoding?: 'hex' | 'base64'
  /** Default: `{timestamp}{body}`. */
  readonly payload?: PayloadOf<Payload, Signed | 'timestamp'>
}): Verification {
  const { header, timestampHeader, toleranceMs = usualToleranceMs, encoding = 'hex', payload = '{timestamp}{body}' } = options
  return checkVerification({
    algorithm: 'ed25519',
    signature: { header: header.toLowerCase(), prefix: '' },
    encoding,
    payload,
    secret: 'raw',
    timestamp: { header: timestampHeader.toLowerCase(), prefix: '', unit: 's', toleranceMs },
  })
}

/**
 * The secret itself in a header: GitLab, Telegram. It proves who sends but not what is sent: anyone who reads one delivery can
 * forge others, so prefer a signature where the vendor offers one. Equal bodies count as one delivery.
 */
export function plainToken(options: { readonly header: string; readonly prefix?: string }): Verification {
  return checkVerification({
    algorithm: 'token',
    signature: { header: options.header.toLowerCase(), prefix: options.prefix ?? '' },
    encoding: 'utf8',
    payload: '{body}',
    secret: 'text',
  })
}

function headersOf(options: {
  readonly idHeader?: string
  readonly keyHeader?: string
}): Pick<Verification, 'idHeader' | 'keyHeader'> {
  return {
    ...(options.idHeader !== undefined && { idHeader: options.idHeader.toLowerCase() }),
    ...(options.keyHeader !== undefined && { keyHeader: options.keyHeader.toLowerCase() }),
  }
}
