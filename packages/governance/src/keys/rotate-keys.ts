import type { Kysely } from 'kysely'
import { sealedApprovals } from '../approvals/sealed-approvals.ts'
import { sealedResults } from '../claims/sealed-results.ts'
import type { Database } from '../store/database.ts'
import { sealedTasks } from '../tasks/sealed-tasks.ts'
import { sealedTokens } from '../tokens/sealed-tokens.ts'
import type { RotatingCipher } from './aes-gcm-cipher.ts'
import { pageRows, type SealedTable } from './sealed-table.ts'

export interface KeyRotation {
  /** Values that were resealed, or sealed for the first time. */
  readonly rotated: number
  /** Values that the current key had already sealed. */
  readonly current: number
}

/** What the store's `rotateKeys` promises. */
export async function rotateKeys(db: Kysely<Database>, cipher: RotatingCipher): Promise<KeyRotation> {
  const counts = { rotated: 0, current: 0 }
  await rotateTable(db, cipher, sealedTokens, counts)
  await rotateTable(db, cipher, sealedApprovals, counts)
  await rotateTable(db, cipher, sealedTasks, counts)
  await rotateTable(db, cipher, sealedResults, counts)
  return counts
}

/** One page at a time: no table is held in memory whole, and calls never wait long for its transactions. */
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
