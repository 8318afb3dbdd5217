import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { RotatingCipher } from './aes-gcm-cipher.ts'

/** A table with sealed values, as a rotation sees it. */
export interface SealedTable<Row> {
  /** The rows after that one in key order, at most `pageRows`. */
  page(db: Kysely<Database>, after: Row | undefined): Promise<readonly Row[]>
  /** Returns the write of a row's resealed values, which skips a row that others have changed; undefined if all are current. */
  resealed(row: Row, cipher: RotatingCipher): ((db: Kysely<Database>) => Promise<unknown>) | undefined
}

export const pageRows = 200

/** Undefined if the current key sealed it. It is opened even so: a different key under the same id must not pass for that one. */
export function reseal(cipher: RotatingCipher, sealed: Uint8Array, context: string): Uint8Array | undefined {
  const opened = cipher.decrypt(sealed, context)
  return cipher.keyIdOf(sealed) === cipher.keyId ? undefined : cipher.encrypt(opened, context)
}
