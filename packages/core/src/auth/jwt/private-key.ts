import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { AuthorizationError } from '../authorization-error.ts'

/** PEM (PKCS#8, PKCS#1 as GitHub gives it, SEC1) or JWK. */
export type PrivateKey = string | JsonWebKey

export type SigningAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA'

const keyTypes: Readonly<Record<SigningAlgorithm, string>> = {
  RS256: 'rsa',
  RS384: 'rsa',
  RS512: 'rsa',
  PS256: 'rsa',
  ES256: 'ec',
  ES384: 'ec',
  EdDSA: 'ed25519',
}

/** The key, checked to fit the algorithm. Throws `invalid_input`, which says what is wrong without revealing any of the key. */
export function readPrivateKey(key: PrivateKey, algorithm: SigningAlgorithm): KeyObject {
  const parsed = parseKey(key)
  if (parsed.asymmetricKeyType !== keyTypes[algorithm]) {
    throw problem(`is of type ${parsed.asymmetricKeyType}, and ${algorithm} needs ${keyTypes[algorithm]}`)
  }
  const bits = parsed.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && bits < 2048) throw problem(`has ${bits} bits, and ${algorithm} needs 2048`)
  return parsed
}

function parseKey(key: PrivateKey): KeyObject {
  if (typeof key !== 'string') {
    try {
      return createPrivateKey({ key, format: 'jwk' })
    } catch {
      throw problem('is not a private JWK')
    }
  }
  // An environment variable or a JSON file often keeps the line breaks escaped.
  const pem = key.includes('\n') ? key : key.replaceAll('\\n', '\n')
  if (/ENCRYPTED/.test(pem)) throw problem('is encrypted: give it decrypted')
  if (/BEGIN (?:RSA )?PUBLIC KEY|BEGIN CERTIFICATE/.test(pem)) throw problem('is a public key or certificate')
  try {
    return createPrivateKey(pem)
  } catch {
    throw problem('is not a PEM private key (-----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----)')
  }
}

function problem(text: string): AuthorizationError {
  return new AuthorizationError('invalid_input', `privateKey ${text}`)
}
