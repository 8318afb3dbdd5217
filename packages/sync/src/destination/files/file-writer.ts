import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Column } from '../../record/columns.ts'
import {
  deletedAt,
  generationName,
  type LandingBatch,
  type LandingRecords,
  type LandingStream,
  type SavedStates,
  stateMoved,
  type StreamWriter,
} from '../destination.ts'
import type { DuckdbLandedTable } from '../duckdb/duckdb-writer.ts'
import { linesOf, type WriteLine } from '../lines.ts'
import type { Evolution, SchemaChange } from '../schema-evolution.ts'
import { quoted, quotedList } from '../sql-text.ts'
import { fileFailure } from './file-failure.ts'
import { type Manifest, type ManifestFile, readManifest, savedIn, writeManifest } from './manifest.ts'
import type { SpillingDuckdb } from './spilling-duckdb.ts'
import { repeatsQuery, tableQuery } from './table-query.ts'
import { copyTo, lineOf, writeRows } from './write-files.ts'

export interface FileWriterParts {
  readonly duckdb: SpillingDuckdb
  readonly label: string
  readonly folder: string
  readonly stream: LandingStream
  readonly evolution: Evolution
  readonly manifest: Manifest
  readonly unlock: () => Promise<void>
}

/** Lands the batches of one stream: first files, synced to disk, then one manifest that names them and holds the state. */
export class FileWriter implements StreamWriter {
  readonly saved: SavedStates
  readonly schemaChanges: readonly SchemaChange[]
  readonly line: WriteLine
  readonly #parts: FileWriterParts
  #manifest: Manifest

  constructor(parts: FileWriterParts) {
    this.#parts = parts
    this.#manifest = parts.manifest
    this.schemaChanges = parts.evolution.changes
    this.line = lineOf(parts.manifest.format, parts.evolution.filled)
    this.saved = savedIn(parts.manifest)
  }

  async land(batch: LandingBatch): Promise<void> {
    const { folder, label, stream } = this.#parts
    try {
      const landed = await this.#withRecords(batch)
      // A completed pass leaves a table that can be read file by file.
      const next = batch.state.pass === null && stream.mode !== 'append' ? await this.#merged(landed) : landed
      const current = await readManifest(folder)
      if ((current?.revision ?? 0) !== this.#manifest.revision) throw stateMoved(stream.name)
      await writeManifest(folder, next)
      this.#manifest = next
    } catch (error) {
      throw fileFailure(error, label)
    }
  }

  async landed(generation: number): Promise<DuckdbLandedTable> {
    const { duckdb, folder, stream, evolution } = this.#parts
    const connection = await duckdb.connection()
    const view = generationName(stream.name, generation)
    const filling = { columns: evolution.columns, files: this.#manifest.filling!.files, merged: stream.mode === 'append' }
    await connection.run(
      `CREATE OR REPLACE TEMP VIEW ${quoted(view)} AS ${tableQuery(folder, { ...this.#manifest, ...filling })}`,
    )
    return { engine: 'duckdb', connection, path: [view] }
  }

  close(): Promise<void> {
    return this.#parts.unlock()
  }

  async #withRecords(batch: LandingBatch): Promise<Manifest> {
    const { stream, evolution } = this.#parts
    const before = this.#manifest
    const { generation } = batch
    const keys = evolution.filled.filter(({ name }) => stream.primaryKey.includes(name))
    const fresh = [
      ...(await this.#written('deletions', batch.deletedKeys, keys, batch)),
      ...(await this.#written('records', batch.records, evolution.filled, batch)),
    ]
    const slices = new Map(batch.forgottenSlices === 'all' ? [] : Object.entries(before.slices))
    if (batch.forgottenSlices !== 'all') for (const slice of batch.forgottenSlices) slices.delete(slice)
    for (const [slice, state] of batch.slices) slices.set(slice, state)
    const manifest: Manifest = {
      ...before,
      connectorVersion: stream.connectorVersion,
      revision: before.revision + 1,
      state: batch.state,
      slices: Object.fromEntries(slices),
      updatedAt: batch.at,
    }
    const there = generation === undefined ? before.files : filledBefore(before, batch)
    const files = [...(batch.truncates ? await this.#emptied(there, batch) : there), ...fresh]
    if (generation === undefined) {
      return {
        ...manifest,
        columns: evolution.columns,
        files,
        merged: stream.mode === 'append' || (before.merged && fresh.length === 0),
      }
    }
    if (!batch.completesGeneration) return { ...manifest, filling: { generation, files } }
    return { ...manifest, columns: evolution.columns, files, merged: stream.mode === 'append', filling: null }
  }

  /** What remains of an emptied table: nothing, or all its records, marked as deleted. */
  async #emptied(files: readonly ManifestFile[], { at }: LandingBatch): Promise<readonly ManifestFile[]> {
    const { duckdb, folder, stream, evolution } = this.#parts
    const { format } = this.#manifest
    if (stream.deletes === 'hard' || files.length === 0) return []
    const columns = evolution.filled.filter(({ name }) => stream.primaryKey.includes(name))
    const there = tableQuery(folder, { ...this.#manifest, files, merged: false, columns: evolution.columns })
    const keys = `SELECT ${quotedList(stream.primaryKey)} FROM (${there}) WHERE ${quoted(deletedAt.name)} IS NULL`
    const name = this.#fileName('-emptied')
    const rows = await copyTo(await duckdb.connection(), format, { query: keys, columns }, join(folder, name))
    const longest = 2 * Math.max(...files.map((one) => one.longest))
    return [...files, { name, rows, holds: 'deletions', at, columns, longest }]
  }

  async #written(
    holds: ManifestFile['holds'],
    rows: LandingRecords,
    columns: readonly Column[],
    { at }: LandingBatch,
  ): Promise<ManifestFile[]> {
    if (rows.length === 0) return []
    const { duckdb, folder } = this.#parts
    const { format } = this.#manifest
    const name = this.#fileName(holds === 'deletions' ? '-deleted' : '')
    const lines = linesOf(rows, lineOf(format, columns))
    const longest = await writeRows(duckdb, format, join(folder, name), lines, columns)
    return [{ name, rows: rows.length, holds, at, columns, longest }]
  }

  async #merged(manifest: Manifest): Promise<Manifest> {
    const { duckdb, folder } = this.#parts
    const { format, files, columns } = manifest
    if (manifest.merged || files.length === 0) return { ...manifest, merged: true }
    const connection = await duckdb.connection()
    const deletions = files.some(({ holds }) => holds === 'deletions')
    if (!deletions) {
      const repeats =
        files.length > 1 && (await connection.runAndReadAll(repeatsQuery(folder, manifest))).getRows()[0]![0] === true
      if (!repeats) return { ...manifest, merged: true }
    }
    const name = this.#fileName('-merged')
    const rows = await copyTo(connection, format, { query: tableQuery(folder, manifest), columns }, join(folder, name))
    // DuckDB writes absent values as null, and some characters as escapes.
    const longest =
      2 * Math.max(...files.map((one) => one.longest)) + columns.reduce((sum, { name: column }) => sum + column.length + 8, 0)
    const file: ManifestFile = { name, rows, holds: 'records', at: manifest.updatedAt!, columns, longest }
    return { ...manifest, files: [file], merged: true }
  }

  #fileName(what: string): string {
    const { revision, format } = this.#manifest
    return `${String(revision + 1).padStart(8, '0')}-${randomUUID().slice(0, 8)}${what}.${format}`
  }
}

/**
 * The files of a generation before a batch: none, those of the table it starts as a copy of, or what has landed in it already.
 */
function filledBefore({ files, filling }: Manifest, batch: LandingBatch): readonly ManifestFile[] {
  if (!batch.startsGeneration) return filling?.files ?? []
  return batch.copiesTable ? files : []
}
