import type { Kysely } from 'kysely'
import { sealedApprovals } from '../approvals/sealed-approvals.ts'
import { sealedResults } from '../claims/sealed-results.ts'
import type { Database } from '../store/database.ts'
import { sealedTasks } from '../tasks/sealed-tasks.ts'
import { sealedTokens } from '../tokens/sealed-tokens.ts'
import type { RotatingCipher } from './aes-gcm-cipher.ts'
import { pageRows, type SealedTable } from './sealed-table.ts'

export interface KeyRotation {
  /** Values that were sealed anew, or for the first time. */
  readonly rotated: number
  /** Values that the current key had sealed already. */
  readonly current: number
}

/**
 * Seals tokens, calls that wait for a decision, tasks and results anew with the ring's current key, also those that were kept readable
 * before there was one. One that is cut off goes on where it was when it is run again; a value that somebody else wrote in the meantime
 * stays theirs. Rejects with a `KeyError` for a value whose key is not in the ring: nothing of it is changed.
 */
export async function rotateKeys(db: Kysely<Database>, cipher: RotatingCipher): Promise<KeyRotation> {
  const counts = { rotated: 0, current: 0 }
  await rotateTable(db, cipher, sealedTokens, counts)
  await rotateTable(db, cipher, sealedApprovals, counts)
  await rotateTable(db, cipher, sealedTasks, counts)
  await rotateTable(db, cipher, sealedResults, counts)
  return counts
}

/** A page at a time, so that a table of any size is never held whole, and calls never wait long for a transaction of it. */
async function rotateTable<Row>(
  db: Kysely<Database>,
  cipher: RotatingCipher,
  table: SealedTable<Row>,
  counts: { rotated: number; current: number },
): Promise<void> {
  for (let after: Row | undefined; ;) {
    const page = await table.page(db, after)
    const writes = page.map((row) => table.resealed(row, cipher)).filter((write) => write !== undefined)
    if (writes.length > 0) {
      await db.transaction().execute(async (transaction) => {
        for (const write of writes) await write(transaction)
      })
    }
    counts.rotated += writes.length
    counts.current += page.length - writes.length
    if (page.length < pageRows) return
    after = page.at(-1)
  }
}
