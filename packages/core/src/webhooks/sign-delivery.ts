import { Buffer } from 'node:buffer'
import { createPrivateKey, sign as signOnce } from 'node:crypto'
import { bytesOf } from './body.ts'
import { usableSecrets } from './secret.ts'
import { type HeaderValue, type SignedParts, type SignedTimestamp, type Verification, signedPieces } from './verification.ts'
import { computeHash } from './verify-signature.ts'

export interface DeliveryToSign {
  readonly body: Uint8Array | string
  /**
   * Several secrets give several signatures, if the vendor sends one per key. ECDSA and Ed25519 take private keys (PKCS #8, PEM).
   */
  readonly secrets: readonly [string, ...string[]]
  /** Epoch milliseconds. Default: now. */
  readonly at?: number
  readonly id?: string
  readonly url?: string
  /** Default: `POST`. */
  readonly method?: string
  /** The value of the header that names the key. */
  readonly keyName?: string
}

/**
 * The headers that a vendor would send with this body: the counterpart of `receive`, for tests, emulators and demonstrations. Not
 * needed to receive webhooks.
 */
export function signDelivery({ verify }: { readonly verify: Verification }, delivery: DeliveryToSign): Record<string, string> {
  const { signature, timestamp, idHeader, keyHeader } = verify
  if (delivery.secrets.length > 1 && signature.separator === undefined)
    throw new TypeError('this vendor sends one signature: give one secret')
  const missing =
    idHeader !== undefined && delivery.id === undefined
      ? 'id'
      : keyHeader !== undefined && delivery.keyName === undefined
        ? 'keyName'
        : undefined
  if (missing) throw new TypeError(`this vendor sends ${missing}: give it`)
  const stamp = timestamp && writeTimestamp(timestamp, delivery.at ?? Date.now())
  const parts: SignedParts = {
    body: bytesOf(delivery.body),
    method: delivery.method ?? 'POST',
    url: delivery.url,
    timestamp: stamp,
    id: delivery.id,
  }
  const values = new Map<string, string[]>()
  const add = ({ header, prefix }: Pick<HeaderValue, 'header' | 'prefix'>, value: string): void => {
    values.set(header, [...(values.get(header) ?? []), prefix + value])
  }
  if (timestamp && stamp !== undefined) add(timestamp, stamp)
  if (idHeader !== undefined) add({ header: idHeader, prefix: '' }, delivery.id!)
  if (keyHeader !== undefined) add({ header: keyHeader, prefix: '' }, delivery.keyName!)
  for (const secret of delivery.secrets) add(signature, sign(verify, parts, secret).toString(verify.encoding))
  return Object.fromEntries([...values].map(([header, found]) => [header, found.join(signature.separator ?? ',')]))
}

function sign(verify: Verification, parts: SignedParts, secret: string): Buffer {
  const { algorithm } = verify
  if (algorithm === 'token') return Buffer.from(secret)
  if (algorithm === 'ed25519' || algorithm === 'ecdsa-p256-sha256') {
    const signed = Buffer.concat(signedPieces(verify, parts, Buffer.alloc(0)))
    return signOnce(algorithm === 'ed25519' ? null : 'sha256', signed, createPrivateKey(secret))
  }
  const [usable] = usableSecrets([secret], verify, 0)
  return computeHash(verify, parts, usable!.key)
}

function writeTimestamp({ unit }: SignedTimestamp, at: number): string {
  if (unit === 'iso') return new Date(at).toISOString()
  return String(unit === 's' ? Math.floor(at / 1_000) : at)
}
