import { SignJWT } from 'jose/jwt/sign'
import { AuthorizationError } from '../authorization-error.ts'
import { type PrivateKey, readPrivateKey, type SigningAlgorithm } from './private-key.ts'

// GitHub's advice: a machine whose clock is a little ahead would else sign in the server's future.
const backdatedS = 60

export interface Assertion {
  readonly algorithm: SigningAlgorithm
  readonly privateKey: PrivateKey
  readonly keyId: string | undefined
  readonly claims: Readonly<Record<string, string>>
  /** Epoch milliseconds. */
  readonly at: number
  /** From `iat`, which is 60 s back, to `exp`: seconds. */
  readonly lifetimeS: number
}

/** A signed JWT that says who asks. */
export async function signAssertion({ algorithm, privateKey, keyId, claims, at, lifetimeS }: Assertion): Promise<string> {
  const key = readPrivateKey(privateKey, algorithm)
  const issuedAt = Math.floor(at / 1000) - backdatedS
  try {
    return await new SignJWT({ ...claims, iat: issuedAt, exp: issuedAt + lifetimeS })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) })
      .sign(key)
  } catch {
    // The type fits, so it is the curve that does not; the library's error may name key material.
    throw new AuthorizationError('invalid_input', `privateKey does not fit ${algorithm}`)
  }
}
