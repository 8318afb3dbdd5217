import { once } from 'node:events'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { ChainPlace } from './audit-rows.ts'
import type { ChainHead } from './chain.ts'
import { type AuditStoreReport, concluded, keptHeads, type NotedHeads, verifyAuditStore } from './verify-audit-store.ts'
import { ChainVerifier, type VerifiedPart } from './verify-chain.ts'
import type { PartOrder } from './verify-part.ts'

export interface VerifyAuditOptions {
  /** Heads noted elsewhere: they detect a tail that was cut off together with the stored head. */
  readonly heads?: ReadonlyMap<string, ChainHead>
  /** SQLite: how many threads share the rows (default: one per processor, at most four; one if there are few rows). */
  readonly threads?: number
}

/** Starting a thread takes as long as verifying this many rows. */
const rowsPerThread = 20_000
const mostThreads = 4

/**
 * Verifies the chains of a SQLite file in several threads, each with its own connection. If every part is sound and they join up,
 * the store is intact; if not, the rows are verified sequentially to name the first faulty one.
 */
export async function verifyInThreads(
  db: Kysely<Database>,
  path: string,
  options: VerifyAuditOptions = {},
): Promise<AuditStoreReport> {
  const kept = await keptHeads(db)
  const noted = [...kept, ...(options.heads ?? [])]
  const rows = kept.reduce((sum, [, { sequence }]) => sum + sequence, 0)
  const threads = options.threads ?? Math.min(availableParallelism(), mostThreads, Math.floor(rows / rowsPerThread))
  if (threads < 2) return verifyAuditStore(db, options)
  const parts = partsOf(kept, threads).map(async (part) => verifyElsewhere({ path, ...part, noted }))
  const joined = join(await Promise.all(parts), noted, await keptHeads(db))
  return joined?.intact ? joined : verifyAuditStore(db, options)
}

/** Splits the chains into parts of about equal size, as far as the heads tell. Together they cover every row. */
export function partsOf(kept: NotedHeads, count: number): Pick<PartOrder, 'after' | 'to'>[] {
  const rows = kept.reduce((sum, [, { sequence }]) => sum + sequence, 0)
  const borders: ChainPlace[] = []
  let before = 0
  for (const [tenantId, { sequence }] of kept) {
    while (borders.length < count - 1 && (rows * (borders.length + 1)) / count <= before + sequence)
      borders.push({ tenantId, sequence: Math.floor((rows * (borders.length + 1)) / count) - before })
    before += sequence
  }
  return [...borders, undefined].map((to, index) => ({ after: borders[index - 1], to }))
}

/** Joins the parts; undefined if one is broken or does not follow the one before. */
export function join(
  parts: readonly (VerifiedPart | undefined)[],
  noted: NotedHeads,
  kept: NotedHeads,
): AuditStoreReport | undefined {
  const verifier = new ChainVerifier()
  return parts.every((part) => part !== undefined && verifier.join(part)) ? concluded(verifier, noted, kept) : undefined
}

async function verifyElsewhere(order: PartOrder): Promise<VerifiedPart | undefined> {
  // Resolved by package name: the path of this code depends on bundling.
  const program = createRequire(import.meta.url).resolve('@portico/governance/audit-worker')
  const worker = new Worker(program, { workerData: order })
  try {
    // An error in the thread rejects it.
    const [part] = (await once(worker, 'message')) as [VerifiedPart | undefined]
    return part
  } finally {
    await worker.terminate()
  }
}
