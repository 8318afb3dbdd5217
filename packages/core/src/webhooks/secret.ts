import { Buffer } from 'node:buffer'
import { type KeyObject, createSecretKey } from 'node:crypto'
import { ed25519Key, p256Key } from './public-key.ts'
import type { Verification } from './verification.ts'

/** A secret that the vendor may sign with. During a rotation there are several. */
export interface WebhookSecret {
  readonly value: string
  /** Reported by `receive`, and matched against a delivery that names its key. */
  readonly name?: string
  /** Epoch milliseconds from which it is valid. */
  readonly notBefore?: number
  /** Epoch milliseconds from which it is no longer valid. */
  readonly notAfter?: number
}

/** The currently valid secrets: two during a rotation. */
export type WebhookSecrets = readonly (string | WebhookSecret)[]

export interface UsableSecret {
  readonly name: string
  readonly key: KeyObject
}

/** The currently valid secrets, as keys. Throws a `TypeError` for an unusable one: that is our mistake, not the vendor's. */
export function usableSecrets(secrets: WebhookSecrets, verification: Verification, now: number): UsableSecret[] {
  return secrets
    .map((secret, index) => {
      const given = typeof secret === 'string' ? { value: secret } : secret
      return { ...given, name: given.name ?? `secret ${index + 1}` }
    })
    .filter(({ notBefore = -Infinity, notAfter = Infinity }) => notBefore <= now && now < notAfter)
    .map(({ name, value }) => ({ name, key: keyOf(name, value, verification.secret) }))
}

function keyOf(name: string, value: string, written: Verification['secret']): KeyObject {
  if (written === 'spki') return p256Key(name, value)
  if (written === 'raw') return ed25519Key(name, value)
  const text = written === 'whsec' && value.startsWith('whsec_') ? value.slice('whsec_'.length) : value
  const key = written === 'text' ? Buffer.from(text) : decodeBase64(text)
  // Anyone can sign with an empty key.
  if (!key || key.length === 0) throw new TypeError(`webhook ${name} is ${key ? 'empty' : 'not base64'}`)
  return createSecretKey(key)
}

/** Strict: `Buffer.from` skips invalid base64 characters, so several texts would count as the same signature. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
