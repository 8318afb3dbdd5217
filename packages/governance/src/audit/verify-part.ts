import Sqlite from 'better-sqlite3'
import type { ChainPlace } from './audit-rows.ts'
import type { ChainedRow } from './chain.ts'
import { ChainVerifier, type VerifiedPart } from './verify-chain.ts'
import type { NotedHeads } from './verify-audit-store.ts'

/** What a thread must verify: the rows after one place, up to and including another. */
export interface PartOrder {
  /** Path of the SQLite file. */
  readonly path: string
  readonly after: ChainPlace | undefined
  readonly to: ChainPlace | undefined
  readonly noted: NotedHeads
}

const pageRows = 1000
const columns = 'tenant_id as tenantId, sequence, hash, previous, content, text'

/**
 * Verifies rows from the middle of a store; undefined if one is wrong. Imports as little as possible: loading the whole store
 * would take a thread as long as verifying a hundred thousand rows.
 */
export function verifyPart({ path, after, to, noted }: PartOrder): VerifiedPart | undefined {
  const database = new Sqlite(path, { readonly: true })
  try {
    const verifier = new ChainVerifier(noted, { midway: true })
    const last = to ? 'and (tenant_id, sequence) <= (?, ?)' : ''
    const read = database.prepare<(string | number)[], ChainedRow>(
      `select ${columns} from audit_rows where (tenant_id, sequence) > (?, ?) ${last} order by tenant_id, sequence limit ${pageRows}`,
    )
    const bounds = to ? [to.tenantId, to.sequence] : []
    for (let place = after ?? { tenantId: '', sequence: Number.NEGATIVE_INFINITY }; ;) {
      const page = read.all(place.tenantId, place.sequence, ...bounds)
      for (const row of page) if (verifier.add(row)) return undefined
      if (page.length < pageRows) return verifier.part
      place = page.at(-1)!
    }
  } finally {
    database.close()
  }
}
