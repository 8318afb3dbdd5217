import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { RotatingCipher } from './aes-gcm-cipher.ts'

/** A table with sealed values, as a rotation goes through it. */
export interface SealedTable<Row> {
  /** The rows behind that one, in the order of their keys, `pageRows` at most. */
  page(db: Kysely<Database>, after: Row | undefined): Promise<readonly Row[]>
  /** Writes a row's values sealed anew, unless somebody else has changed them; undefined where the current key had sealed them all. */
  resealed(row: Row, cipher: RotatingCipher): ((db: Kysely<Database>) => Promise<unknown>) | undefined
}

export const pageRows = 200

/** Undefined where the current key sealed it. It is opened all the same: another key under that id must not look like the one that did. */
export function reseal(cipher: RotatingCipher, sealed: Uint8Array, context: string): Uint8Array | undefined {
  const opened = cipher.decrypt(sealed, context)
  return cipher.keyIdOf(sealed) === cipher.keyId ? undefined : cipher.encrypt(opened, context)
}
