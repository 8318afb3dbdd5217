import { rm } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from '../../record/columns.ts'
import {
  deletedAt,
  generationName,
  type LandedTable,
  type LandingBatch,
  type LandingRecords,
  type LandingStream,
  type SavedStates,
  stateMoved,
  type StreamWriter,
  tableName,
} from '../destination.ts'
import { linesOf, type WriteLine } from '../lines.ts'
import type { Evolution, SchemaChange } from '../schema-evolution.ts'
import { literal, quoted, quotedList, sameKey } from '../sql-text.ts'
import { csvLine } from './csv-line.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import { createTableText } from './duckdb-tables.ts'
import type { KeptMemory } from './kept-memory.ts'
import { stageRows } from './staged-rows.ts'

export interface DuckdbWriterParts {
  readonly connection: DuckDBConnection
  readonly database: string
  readonly label: string
  readonly memory: KeptMemory
  /** Its qualified name, quoted. */
  readonly schema: string
  /** Database and schema. */
  readonly schemaPath: readonly [string, string]
  readonly stream: LandingStream
  readonly evolution: Evolution
  readonly saved: SavedStates
  readonly revision: bigint
}

/** A table in the DuckDB that a sync holds open; query it over the sync's own connection. */
export interface DuckdbLandedTable extends LandedTable {
  readonly engine: 'duckdb'
  readonly connection: DuckDBConnection
}

const textColumn = (name: string): Column => ({ name, type: 'text' })

/** Lands the batches of one stream. */
export class DuckdbWriter implements StreamWriter {
  readonly saved: SavedStates
  readonly schemaChanges: readonly SchemaChange[]
  readonly line: WriteLine
  readonly #parts: DuckdbWriterParts
  readonly #live: string
  #revision: bigint

  constructor(parts: DuckdbWriterParts) {
    this.#parts = parts
    this.saved = parts.saved
    this.schemaChanges = parts.evolution.changes
    this.line = csvLine(parts.evolution.filled)
    this.#live = tableName(parts.stream.name)
    this.#revision = parts.revision
  }

  async land(batch: LandingBatch): Promise<void> {
    const { connection, label, memory } = this.#parts
    const staged: string[] = []
    try {
      await memory.giveBack()
      await connection.run('BEGIN')
      await this.#saveState(batch, staged)
      await this.#landRecords(batch, staged)
      if (batch.completesGeneration) await this.#swap(batch)
      await connection.run('COMMIT')
      this.#revision++
      memory.use()
    } catch (error) {
      // Some failures leave no transaction to roll back; the first error is the one that matters.
      await connection.run('ROLLBACK').catch(() => undefined)
      throw duckdbFailure(error, label)
    } finally {
      await Promise.all(staged.map((path) => rm(path, { force: true })))
    }
  }

  async landed(generation: number): Promise<DuckdbLandedTable> {
    const { connection, schemaPath, stream } = this.#parts
    return { engine: 'duckdb', connection, path: [...schemaPath, generationName(stream.name, generation)] }
  }

  /** Everything that landed is committed: if memory can't be freed now, the next stream to land reports it. */
  async close(): Promise<void> {
    await this.#parts.memory.giveBack().catch(() => undefined)
  }

  #named(table: string): string {
    return `${this.#parts.schema}.${quoted(table)}`
  }

  async #landRecords(batch: LandingBatch, staged: string[]): Promise<void> {
    const { connection, stream, evolution } = this.#parts
    const { generation, records, deletedKeys } = batch
    const table = this.#named(generation === undefined ? this.#live : generationName(stream.name, generation))
    if (batch.startsGeneration) {
      await connection.run(`DROP TABLE IF EXISTS ${table}`)
      await connection.run(createTableText(table, evolution.columns, stream.primaryKey))
      if (batch.copiesTable) await connection.run(`INSERT INTO ${table} BY NAME FROM ${this.#named(this.#live)}`)
    }
    if (batch.truncates) {
      const mark = quoted(deletedAt.name)
      await connection.run(
        stream.deletes === 'soft'
          ? `UPDATE ${table} SET ${mark} = ${literal(batch.at)} WHERE ${mark} IS NULL`
          : `DELETE FROM ${table}`,
      )
    }
    const keys = evolution.filled.filter(({ name }) => stream.primaryKey.includes(name))
    if (deletedKeys.length > 0) {
      const lines = await this.#stage('deleted', deletedKeys, keys, staged)
      const same = sameKey(stream.primaryKey, 't', 's')
      await connection.run(
        stream.deletes === 'soft'
          ? `UPDATE ${table} t SET ${quoted(deletedAt.name)} = ${literal(batch.at)} FROM ${lines} s WHERE ${same}`
          : `DELETE FROM ${table} t USING ${lines} s WHERE ${same}`,
      )
    }
    if (records.length === 0) return
    const columns = quotedList(evolution.filled.map(({ name }) => name))
    const lines = await this.#stage('records', records, evolution.filled, staged)
    if (stream.mode === 'append') {
      await connection.run(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${lines}`)
      return
    }
    // Parsed once, for both the delete and the insert.
    await connection.run(`CREATE OR REPLACE TEMP TABLE _portico_stage AS SELECT ${columns} FROM ${lines}`)
    await connection.run(`DELETE FROM ${table} t USING temp._portico_stage s WHERE ${sameKey(stream.primaryKey, 't', 's')}`)
    await connection.run(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM temp._portico_stage`)
  }

  async #stage(name: string, rows: LandingRecords, columns: readonly Column[], staged: string[]): Promise<string> {
    const lines = linesOf(rows, csvLine(columns))
    const { path, query } = await stageRows(this.#parts.database, `${this.#live}-${name}`, lines, columns)
    staged.push(path)
    return query
  }

  async #saveState(batch: LandingBatch, staged: string[]): Promise<void> {
    const { connection, stream } = this.#parts
    const streams = this.#named('_portico_streams')
    const ours = `stream = ${literal(stream.name)}`
    const [saved, version] = [JSON.stringify(batch.state), stream.connectorVersion].map(literal)
    const moved = await connection.run(
      `UPDATE ${streams} SET revision = revision + 1, state = ${saved}, connector_version = ${version}, updated_at = ${literal(batch.at)} WHERE ${ours} AND revision = ${this.#revision}`,
    )
    if (moved.rowsChanged !== 1) throw stateMoved(stream.name)
    const slices = this.#named('_portico_slices')
    const { forgottenSlices } = batch
    if (forgottenSlices === 'all') await connection.run(`DELETE FROM ${slices} WHERE ${ours}`)
    const changed = forgottenSlices === 'all' ? [] : [...forgottenSlices, ...batch.slices.keys()]
    if (changed.length > 0) {
      const rows = changed.map((slice) => ({ slice }))
      const lines = await this.#stage('forgotten', rows, [textColumn('slice')], staged)
      await connection.run(`DELETE FROM ${slices} WHERE ${ours} AND slice IN (SELECT slice FROM ${lines})`)
    }
    if (batch.slices.size === 0) return
    const rows = [...batch.slices].map(([slice, state]) => ({ slice, state: JSON.stringify(state) }))
    const lines = await this.#stage('slices', rows, [textColumn('slice'), textColumn('state')], staged)
    await connection.run(`INSERT INTO ${slices} SELECT ${literal(stream.name)}, slice, state FROM ${lines}`)
  }

  async #swap({ generation }: LandingBatch): Promise<void> {
    const { connection } = this.#parts
    await connection.run(`DROP TABLE IF EXISTS ${this.#named(this.#live)}`)
    await connection.run(
      `ALTER TABLE ${this.#named(generationName(this.#parts.stream.name, generation!))} RENAME TO ${quoted(this.#live)}`,
    )
  }
}
