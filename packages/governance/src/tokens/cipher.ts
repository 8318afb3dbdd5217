/** Encrypts what must not lie readable in the store. */
export interface Cipher {
  /** `context` names what it is and whose: it is authenticated, so that a value moved to another place does not decrypt. */
  encrypt(bytes: Uint8Array, context: string): Uint8Array | Promise<Uint8Array>
  /** Rejects what was altered, moved, or encrypted under a key that is not known. */
  decrypt(bytes: Uint8Array, context: string): Uint8Array | Promise<Uint8Array>
}
