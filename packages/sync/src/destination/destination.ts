import type { Column } from '../record/columns.ts'
import type { Row } from '../record/compile-record.ts'
import type { SliceState, StreamState } from '../state/stream-state.ts'
import { SyncError } from '../sync-error.ts'
import type { Lines, WriteLine } from './lines.ts'
import type { SchemaChange } from './schema-evolution.ts'

/** How records land: every reading kept beside the others, replacing all that was there, or merged by key. */
export type LandingMode = 'append' | 'overwrite' | 'append_dedup'

/** Whose data it is. A dataset holds the data of one owner. */
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
  /** Called before anything is changed: throws where the run can't continue from the saved state. */
  readonly accept?: (saved: SavedStates) => void
}

/** The saved state of a stream, as it was written: perhaps in another version's form. */
export interface SavedStates {
  readonly stream: unknown
  readonly slices: ReadonlyMap<string, unknown>
}

/** Records for a writer to land: as the lines that its `line` wrote, or as objects. */
export type LandingRecords = readonly Row[] | Lines

/** Records that land together with the state they lead to. */
export interface LandingBatch {
  /** The generation that they fill, hidden from readers until it is complete; undefined for the table itself. */
  readonly generation: number | undefined
  /** The first batch of a generation: whatever an earlier attempt left of it is dropped. */
  readonly startsGeneration: boolean
  /** The generation starts as a copy of the table that readers see, rather than empty. */
  readonly copiesTable: boolean
  /** Keys are unique, unless the records are appended or the writer's lines are a log. */
  readonly records: LandingRecords
  /** Keys of deleted records; none of them is in `records`. */
  readonly deletedKeys: readonly Row[]
  /** The table is emptied first, or all its records are marked as deleted. */
  readonly truncates: boolean
  /** ISO time of the landing. */
  readonly at: string
  readonly state: StreamState
  readonly slices: ReadonlyMap<string, SliceState>
  /** Slices whose state is no longer needed. */
  readonly forgottenSlices: 'all' | readonly string[]
  /** The generation is complete: it replaces the table that readers see. */
  readonly completesGeneration: boolean
}

/** The one way into a stream's table. */
export interface StreamWriter {
  readonly saved: SavedStates
  /** The changes made to the table while preparing it. */
  readonly schemaChanges: readonly SchemaChange[]
  /** Writes a record as a line as soon as it is read; the line waits until its batch lands. */
  readonly line: WriteLine
  /** The writer keeps a log of readings that readers merge: records may arrive as they were read, repeated keys included. */
  readonly isLog?: true
  /**
   * Lands a batch and its state in one transaction: both are there, or neither. Throws a SyncError, after which nothing has
   * moved; its code is `state_moved` where another run has moved the state since it was read.
   */
  land(batch: LandingBatch): Promise<void>
  /** What has landed in a generation, for gates to inspect. Absent where a destination can't be queried. */
  landed?(generation: number): Promise<LandedTable>
  close(): Promise<void>
}

/** A landed table that readers don't see yet. Each engine's entry point has the type that says how to query it. */
export interface LandedTable {
  readonly engine: 'duckdb' | 'postgres'
  /** Its name in parts, preceded by database and schema where they are needed. */
  readonly path: readonly [string, ...string[]]
}

/** What `portico sync status` shows for a stream. */
export interface StreamStatus {
  readonly stream: string
  readonly owner: Owner
  readonly table: string
  readonly state: unknown
  readonly updatedAt: string
}

/** Where records land, and the only place that holds a sync's state: it moves with the records, in one transaction. */
export interface Destination {
  /** `duckdb`, `postgres`, `jsonl`, `parquet`. */
  readonly kind: string
  /** The place, without secrets, for reports: `duckdb:./warehouse.duckdb`. */
  readonly label: string
  /** Prepares the stream's table by its policy, and reads its state. Changes nothing where it throws. */
  open(stream: LandingStream): Promise<StreamWriter>
  /** Throws a SyncError where the state can't be read. */
  status(): Promise<readonly StreamStatus[]>
  close(): Promise<void>
}

/** The column that holds when a record was deleted, where deletions are soft. */
export const deletedAt: Column = { name: '_portico_deleted_at', type: 'timestamp' }

/**
 * `issueComments` → `issue_comments`, `public.orders` → `public_orders`. A source's table may have any name, but this one also
 * names a folder or part of a file, and DuckDB parses it out of a string in which a quote can't be written.
 */
export function tableName(stream: string): string {
  return stream.replaceAll(/[./"]/g, '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** The name of a generation until it is complete. */
export function generationName(stream: string, generation: number): string {
  return `${tableName(stream)}__g${generation}`
}

/** True for the name of a table that a destination keeps for itself: a generation, or its states. */
export function isKeptName(table: string): boolean {
  return /^_portico_|__g\d+$/.test(table)
}

/** The generation, hidden from readers, that earlier landings of this mode have begun to fill, according to the saved state. */
export function begunGeneration(state: unknown, mode: LandingMode): number | undefined {
  const { staged, pass, generation } = (state ?? {}) as Partial<StreamState>
  if (mode !== 'overwrite') return staged
  return pass?.overwrites === true ? generation : undefined
}

export function stateMoved(stream: string): SyncError {
  return new SyncError('state_moved', `${stream}: another run has moved its state meanwhile, so this one stops`, { stream })
}

export function datasetTaken(dataset: string, { tenantId, account, connector }: Owner): SyncError {
  return new SyncError(
    'dataset_taken',
    `dataset '${dataset}' holds ${connector} data of tenant '${tenantId}', account '${account}': give this sync a dataset of its own`,
  )
}
