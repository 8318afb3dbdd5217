import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from 'node:crypto'
import type { Cipher } from '../tokens/cipher.ts'
import { KeyError } from './key-error.ts'
import type { KeyRing } from './key-ring.ts'

/** A cipher that knows several keys, so that values can be resealed with the current one. */
export interface RotatingCipher extends Cipher {
  /** Id of the key that seals new values. */
  readonly keyId: string
  /** Id of the key that sealed a value. Throws a `KeyError` for a value that no such cipher sealed. */
  keyIdOf(sealed: Uint8Array): string
  encrypt(bytes: Uint8Array, context: string): Uint8Array
  decrypt(sealed: Uint8Array, context: string): Uint8Array
}

const format = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM with a random nonce of 96 bits: a key must be rotated before it has sealed 2^32 values (NIST SP 800-38D, 8.3). A sealed
 * value is format, length of the key's id, id, nonce, tag, ciphertext; format, id and context are authenticated.
 */
export function aesGcmCipher(ring: KeyRing): RotatingCipher {
  const { currentId: keyId } = ring
  // Built once: importing a key given as bytes costs several times the operation itself.
  const keys = new Map([...ring.keys].map(([id, key]) => [id, keyObject(id, key)]))
  const current = keys.get(keyId)
  if (!current) throw new KeyError('no_keys', `the key ring has no key ${keyId}`)
  const head = headOf(keyId)
  const nextNonce = nonces()
  return {
    keyId,
    keyIdOf: (sealed) => openHead(sealed, 'the value').keyId,
    encrypt(bytes, context) {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', current, nonce, { authTagLength: tagBytes })
      cipher.setAAD(boundTo(head, context))
      const body = cipher.update(bytes)
      // GCM holds no bytes back: this only computes the tag.
      cipher.final()
      return Buffer.concat([head, nonce, cipher.getAuthTag(), body])
    },
    decrypt(sealed, context) {
      const opened = openHead(sealed, context)
      const key = keys.get(opened.keyId)
      if (!key) {
        const known = [...keys.keys()].join(', ')
        throw new KeyError(
          'unknown_key',
          `${context} was sealed with the key ${opened.keyId}, and the ring has ${known}: add that key to it`,
        )
      }
      return decryptWith(key, opened, context)
    },
  }
}

function keyObject(id: string, key: Uint8Array): KeyObject {
  if (key.byteLength !== 32) throw new KeyError('malformed_keys', `the key ${id} has ${key.byteLength} bytes, not 32`)
  return createSecretKey(key)
}

/** Fetches random bytes for many nonces at once, since a system call costs as much as sealing. Each nonce is handed out once. */
function nonces(): () => Uint8Array {
  const drawn = Buffer.alloc(nonceBytes * 512)
  let at = drawn.length
  return () => {
    if (at === drawn.length) {
      randomFillSync(drawn)
      at = 0
    }
    at += nonceBytes
    return drawn.subarray(at - nonceBytes, at)
  }
}

interface OpenedHead {
  readonly keyId: string
  readonly head: Uint8Array
  readonly rest: Uint8Array
}

function headOf(keyId: string): Buffer {
  const id = Buffer.from(keyId, 'latin1')
  return Buffer.concat([Buffer.of(format, id.length), id])
}

function openHead(sealed: Uint8Array, what: string): OpenedHead {
  const length = sealed[1]
  const end = 2 + (length ?? 0)
  if (sealed[0] !== format || !length || sealed.length < end + nonceBytes + tagBytes) {
    throw new KeyError('wrong_key', `${what} was not sealed by this cipher`)
  }
  return {
    keyId: Buffer.from(sealed.subarray(2, end)).toString('latin1'),
    head: sealed.subarray(0, end),
    rest: sealed.subarray(end),
  }
}

function decryptWith(key: KeyObject, { keyId, head, rest }: OpenedHead, context: string): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, rest.subarray(0, nonceBytes), { authTagLength: tagBytes })
    decipher.setAAD(boundTo(head, context))
    decipher.setAuthTag(rest.subarray(nonceBytes, nonceBytes + tagBytes))
    return Buffer.concat([decipher.update(rest.subarray(nonceBytes + tagBytes)), decipher.final()])
  } catch (cause) {
    const reason = 'the key with that id is a different one, or the value was altered or belongs elsewhere'
    throw new KeyError('wrong_key', `${context} does not open with the key ${keyId}: ${reason}`, cause)
  }
}

function boundTo(head: Uint8Array, context: string): Buffer {
  return Buffer.concat([head, Buffer.from(context, 'utf8')])
}
