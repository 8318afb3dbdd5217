import { SignJWT } from 'jose/jwt/sign'
import { AuthorizationError } from '../authorization-error.ts'
import { type PrivateKey, readPrivateKey, type SigningAlgorithm } from './private-key.ts'

// GitHub's advice: otherwise a machine whose clock runs slightly ahead would sign in the server's future.
const backdatedS = 60

export interface Assertion {
  readonly algorithm: SigningAlgorithm
  readonly privateKey: PrivateKey
  readonly keyId: string | undefined
  readonly claims: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly at: number
  /** Seconds from `iat`, which is 60 s in the past, to `exp`. */
  readonly lifetimeS: number
}

/** A signed JWT that says who is asking. */
export async function signAssertion({ algorithm, privateKey, keyId, claims, at, lifetimeS }: Assertion): Promise<string> {
  const key = readPrivateKey(privateKey, algorithm)
  const issuedAt = Math.floor(at / 1000) - backdatedS
  try {
    return await new SignJWT({ ...claims, iat: issuedAt, exp: issuedAt + lifetimeS })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) })
      .sign(key)
  } catch {
    // The key type fits, so the curve must not. The library's error may contain key material.
    throw new AuthorizationError('invalid_input', `privateKey does not fit ${algorithm}`)
  }
}
