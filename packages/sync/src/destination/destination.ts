import type { Column } from '../record/columns.ts'
import type { Row } from '../record/compile-record.ts'
import type { SliceState, StreamState } from '../state/stream-state.ts'
import { SyncError } from '../sync-error.ts'
import type { Lines, WriteLine } from './lines.ts'
import type { SchemaChange } from './schema-evolution.ts'

/** How records land: each reading beside the others, in the place of all that was there, or merged by key. */
export type LandingMode = 'append' | 'overwrite' | 'append_dedup'

/** Whose data it is. A dataset holds one owner's. */
export interface Owner {
  readonly tenantId: string
  readonly account: string
  readonly connector: string
}

/** A stream as a destination sees it. */
export interface LandingStream {
  readonly name: string
  readonly owner: Owner
  readonly connectorVersion: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly mode: LandingMode
  /** `soft`: a deleted record stays, with `_portico_deleted_at`. */
  readonly deletes: 'hard' | 'soft'
  readonly schemaChanges: 'evolve' | 'freeze' | 'discard'
  /** Asked before anything is changed: throws where the run can't go on from what is saved. */
  readonly accept?: (saved: SavedStates) => void
}

/** What is saved of a stream, as it was written: perhaps in the form of another version. */
export interface SavedStates {
  readonly stream: unknown
  readonly slices: ReadonlyMap<string, unknown>
}

/** Records that a writer is to land: as the lines that it said how to write, or as they are. */
export type LandingRecords = readonly Row[] | Lines

/** Records that land together with the state that they lead to. */
export interface LandingBatch {
  /** The generation that they fill, which readers do not see until it is complete; undefined for the table itself. */
  readonly generation: number | undefined
  /** The first batch of a generation: what an earlier try left of it is dropped. */
  readonly startsGeneration: boolean
  /** The generation starts as a copy of the table that readers see, and not empty. */
  readonly copiesTable: boolean
  /** With unique keys, unless they are appended or the writer's is a log. */
  readonly records: LandingRecords
  /** Keys of records that are gone; none of them is in `records`. */
  readonly deletedKeys: readonly Row[]
  /** The table is emptied first, or all its records are marked as deleted. */
  readonly truncates: boolean
  /** ISO time of the landing. */
  readonly at: string
  readonly state: StreamState
  readonly slices: ReadonlyMap<string, SliceState>
  /** Slices whose state is no longer needed. */
  readonly forgottenSlices: 'all' | readonly string[]
  /** The generation is complete: it takes the place of the table that readers see. */
  readonly completesGeneration: boolean
}

/** The one way into a stream's table. */
export interface StreamWriter {
  readonly saved: SavedStates
  /** What preparing the table changed in it. */
  readonly schemaChanges: readonly SchemaChange[]
  /** How a record is written when it has been read: it waits as a line until it lands. */
  readonly line: WriteLine
  /** What it writes is a log of readings, which whoever reads it merges: records may come as they were read, repeated keys too. */
  readonly isLog?: true
  /**
   * Lands a batch and its state in one transaction: both are there, or neither is. Throws a SyncError, and then nothing has moved;
   * `state_moved` where another run has moved the state since it was read.
   */
  land(batch: LandingBatch): Promise<void>
  /** What has landed in a generation, for gates to look at. Absent where a destination can't be asked. */
  landed?(generation: number): Promise<LandedTable>
  close(): Promise<void>
}

/** A table that has landed and that readers don't see yet. Each engine's entry has the type that says how its own is asked. */
export interface LandedTable {
  readonly engine: 'duckdb' | 'postgres'
  /** Its name, apart at the dots: database and schema before it where they are needed. */
  readonly path: readonly [string, ...string[]]
}

/** What `portico sync status` shows of a stream. */
export interface StreamStatus {
  readonly stream: string
  readonly owner: Owner
  readonly table: string
  readonly state: unknown
  readonly updatedAt: string
}

/** Where records land. State's only truth is here: it moves with the records, in one transaction. */
export interface Destination {
  /** `duckdb`, `postgres`, `jsonl`, `parquet`. */
  readonly kind: string
  /** The place without its secrets, for reports: `duckdb:./warehouse.duckdb`. */
  readonly label: string
  /** Prepares the stream's table by its policy, and reads its state. Nothing is changed where it throws. */
  open(stream: LandingStream): Promise<StreamWriter>
  /** Throws a SyncError where it can't be asked. */
  status(): Promise<readonly StreamStatus[]>
  close(): Promise<void>
}

/** Where a stream's deletion is kept, when deletions are soft. */
export const deletedAt: Column = { name: '_portico_deleted_at', type: 'timestamp' }

/**
 * `issueComments` → `issue_comments`, `public.orders` → `public_orders`. A table of a source may be called anything: what it is called
 * here is also a folder, or a part of a file's name, and a name that DuckDB reads out of a text, which has no way to write a quote.
 */
export function tableName(stream: string): string {
  return stream.replaceAll(/[./"]/g, '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** What a generation is called until it is complete. */
export function generationName(stream: string, generation: number): string {
  return `${tableName(stream)}__g${generation}`
}

/** True for a table's name that a destination gives to what it keeps for itself: a generation, or its states. */
export function isKeptName(table: string): boolean {
  return /^_portico_|__g\d+$/.test(table)
}

/** The generation that earlier landings of this mode have begun to fill, as a destination's saved state tells: readers don't see it yet. */
export function begunGeneration(state: unknown, mode: LandingMode): number | undefined {
  const { staged, pass, generation } = (state ?? {}) as Partial<StreamState>
  if (mode !== 'overwrite') return staged
  return pass?.overwrites === true ? generation : undefined
}

export function stateMoved(stream: string): SyncError {
  return new SyncError('state_moved', `${stream}: another run has moved its state meanwhile; this one stops`, { stream })
}

export function datasetTaken(dataset: string, { tenantId, account, connector }: Owner): SyncError {
  return new SyncError(
    'dataset_taken',
    `dataset '${dataset}' holds ${connector} data of tenant '${tenantId}', account '${account}': give this sync a dataset of its own`,
  )
}
