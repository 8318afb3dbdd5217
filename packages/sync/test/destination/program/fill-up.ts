import { join } from 'node:path'
import type { LandingBatch, LandingStream, StreamState } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { jsonlDestination, parquetDestination } from '@portico/sync/files'

const stream: LandingStream = {
  name: 'tickets',
  owner: { tenantId: 'acme', account: 'default', connector: 'desk' },
  connectorVersion: '1.0.0',
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'subject', type: 'text' },
  ],
  primaryKey: ['id'],
  mode: 'append_dedup',
  deletes: 'hard',
  schemaChanges: 'evolve',
}

export const openers = {
  duckdb: (folder: string) => duckdbDestination({ path: join(folder, 'w.duckdb'), dataset: 'desk' }),
  jsonl: (folder: string) => jsonlDestination({ folder: join(folder, 'jsonl'), dataset: 'desk' }),
  parquet: (folder: string) => parquetDestination({ folder: join(folder, 'parquet'), dataset: 'desk' }),
}

/** Opens the stream, lands batches of so many rows from where the saved cursor is, and says what came of each. */
export async function landIn(kind: keyof typeof openers, folder: string, sizes: readonly number[]) {
  const outcomes: { readonly code: string; readonly message: string }[] = []
  const destination = await openers[kind](folder)
  const writer = await destination.open(stream)
  let last = Number((writer.saved.stream as StreamState | undefined)?.cursor ?? 0)
  for (const size of sizes) {
    const records = Array.from({ length: size }, (_, index) => {
      const id = last + index + 1
      return { id, subject: `Ticket ${id} `.padEnd(900, 'x') }
    })
    try {
      await writer.land(batchOf(records, last + size))
      last = last + size
    } catch (error) {
      outcomes.push(error as { readonly code: string; readonly message: string })
    }
  }
  await writer.close()
  // DuckDB folds its log into its tables as it closes; where there is no room, the log stays.
  await destination.close()
  return { landed: last, outcomes: outcomes.map(({ code, message }) => ({ code, message })) }
}

function batchOf(records: LandingBatch['records'], cursor: number): LandingBatch {
  const pass = { id: 'p', startedAt: '2026-11-28T00:00:00Z', overwrites: false, full: false, range: null, high: cursor }
  const state = { version: 2, generation: 0, cursorField: 'id', cursor, pass, lastPass: null, completedAt: null } as const
  return {
    generation: undefined,
    startsGeneration: false,
    copiesTable: false,
    records,
    deletedKeys: [],
    truncates: false,
    at: '2026-11-28T12:00:00.000Z',
    state,
    slices: new Map(),
    forgottenSlices: [],
    completesGeneration: false,
  }
}

// Run by a test as a process of its own, whose files may not grow beyond a limit.
const [folder] = process.argv.slice(2)
if (folder !== undefined && import.meta.main) {
  const told: Record<string, unknown> = {}
  // The one that is too large ends in the middle of what is written last.
  for (const kind of ['jsonl', 'parquet'] as const) told[kind] = await landIn(kind, folder, [10, 1_300, 10])
  told['duckdb'] = await landIn('duckdb', folder, [10, 1_300, ...Array.from({ length: 4 }, () => 440)])
  process.stdout.write(JSON.stringify(told))
}
