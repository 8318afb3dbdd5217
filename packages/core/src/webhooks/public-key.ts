import { Buffer } from 'node:buffer'
import { type KeyObject, createPublicKey } from 'node:crypto'

/** A public key of the curve P-256, in SPKI. Throws a `TypeError` for any other text. */
export function p256Key(name: string, value: string): KeyObject {
  const key = keyOf(() => spki(value))
  if (key?.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  throw new TypeError(`webhook ${name} is not a public key of the curve P-256 (SPKI, as PEM or as DER in base64)`)
}

/** A public key of Ed25519: 64 hexadecimal digits, or in SPKI. Throws a `TypeError` for any other text. */
export function ed25519Key(name: string, value: string): KeyObject {
  const key = keyOf(() => (/^[0-9a-f]{64}$/i.test(value) ? rawEd25519(value) : spki(value)))
  if (key?.asymmetricKeyType === 'ed25519') return key
  throw new TypeError(
    `webhook ${name} is not a public key of Ed25519 (64 hexadecimal digits, or SPKI as PEM or as DER in base64)`,
  )
}

// RFC 8410: the SPKI prefix of the 32 bytes of such a key.
const ed25519Prefix = '302a300506032b6570032100'

function rawEd25519(hex: string): KeyObject {
  return createPublicKey({ key: Buffer.from(ed25519Prefix + hex, 'hex'), format: 'der', type: 'spki' })
}

function spki(value: string): KeyObject {
  if (value.includes('-----BEGIN')) return createPublicKey(value)
  return createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'spki' })
}

/** OpenSSL's reasons would not help whoever configured the key. */
function keyOf(read: () => KeyObject): KeyObject | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
