/** Encrypts what must not be readable in the store. */
export interface Cipher {
  /** `context` names what the value is and whose. It is authenticated, so that a value moved elsewhere does not decrypt. */
  encrypt(bytes: Uint8Array, context: string): Uint8Array | Promise<Uint8Array>
  /** Rejects a value that was altered, moved, or encrypted with an unknown key. */
  decrypt(bytes: Uint8Array, context: string): Uint8Array | Promise<Uint8Array>
}
