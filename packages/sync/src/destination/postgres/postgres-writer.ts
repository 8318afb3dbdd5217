import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
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
import { quoted, quotedList, sameKey } from '../sql-text.ts'
import { copyLine } from './copy-line.ts'
import { postgresFailure } from './postgres-failure.ts'
import { createTableText } from './postgres-tables.ts'
import { postgresTypes } from './postgres-types.ts'
import { swapTable } from './swap-table.ts'

export interface PostgresWriterParts {
  readonly client: Client
  readonly label: string
  readonly dataset: string
  readonly stream: LandingStream
  readonly evolution: Evolution
  readonly saved: SavedStates
  readonly revision: string
}

/** A table in the PostgreSQL that a sync is connected to; query it over the sync's own connection. */
export interface PostgresLandedTable extends LandedTable {
  readonly engine: 'postgres'
  readonly client: Client
}

/** Lands the batches of one stream: COPY into a staging table, then a merge by key. */
export class PostgresWriter implements StreamWriter {
  readonly saved: SavedStates
  readonly schemaChanges: readonly SchemaChange[]
  readonly line: WriteLine
  readonly #parts: PostgresWriterParts
  readonly #keys: readonly Column[]
  #revision: bigint

  constructor(parts: PostgresWriterParts) {
    this.#parts = parts
    this.saved = parts.saved
    this.schemaChanges = parts.evolution.changes
    this.line = copyLine(parts.evolution.filled)
    this.#keys = parts.evolution.filled.filter(({ name }) => parts.stream.primaryKey.includes(name))
    this.#revision = BigInt(parts.revision)
  }

  async land(batch: LandingBatch): Promise<void> {
    const { client, label } = this.#parts
    try {
      await client.query('BEGIN')
      await this.#saveState(batch)
      await this.#landRecords(batch)
      if (batch.completesGeneration) await this.#swap(batch)
      await client.query('COMMIT')
      this.#revision++
    } catch (error) {
      // A broken connection has nothing left to roll back; the first error is the one that matters.
      await client.query('ROLLBACK').catch(() => undefined)
      throw postgresFailure(error, label)
    }
  }

  async landed(generation: number): Promise<PostgresLandedTable> {
    const { client, dataset, stream } = this.#parts
    return { engine: 'postgres', client, path: [dataset, generationName(stream.name, generation)] }
  }

  async close(): Promise<void> {}

  #named(table: string): string {
    return `${quoted(this.#parts.dataset)}.${quoted(table)}`
  }

  async #landRecords(batch: LandingBatch): Promise<void> {
    const { client, stream, evolution } = this.#parts
    const { generation, records, deletedKeys } = batch
    const table = this.#named(generation === undefined ? tableName(stream.name) : generationName(stream.name, generation))
    if (batch.startsGeneration) {
      await client.query(`DROP TABLE IF EXISTS ${table}`)
      const primaryKey = stream.mode === 'append' ? [] : stream.primaryKey
      await client.query(createTableText(table, evolution.columns, primaryKey))
      if (batch.copiesTable) await this.#copyLive(table)
    }
    if (batch.truncates) {
      const mark = quoted(deletedAt.name)
      if (stream.deletes === 'soft') await client.query(`UPDATE ${table} SET ${mark} = $1 WHERE ${mark} IS NULL`, [batch.at])
      else await client.query(`TRUNCATE ${table}`)
    }
    if (deletedKeys.length > 0) {
      await this.#stage('_portico_deleted', deletedKeys, this.#keys)
      const same = sameKey(stream.primaryKey, 't', 's')
      if (stream.deletes === 'soft') {
        const text = `UPDATE ${table} t SET ${quoted(deletedAt.name)} = $1 FROM pg_temp._portico_deleted s WHERE ${same}`
        await client.query(text, [batch.at])
      } else await client.query(`DELETE FROM ${table} t USING pg_temp._portico_deleted s WHERE ${same}`)
    }
    if (records.length === 0) return
    const columns = quotedList(evolution.filled.map(({ name }) => name))
    if (stream.mode === 'append') {
      await this.#copy(table, records, evolution.filled)
      return
    }
    await this.#stage('_portico_stage', records, evolution.filled)
    await client.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM pg_temp._portico_stage ON CONFLICT (${quotedList(stream.primaryKey)}) ${this.#merge()}`,
    )
  }

  /** How an existing record is updated. One that was marked as deleted comes back. */
  #merge(): string {
    const { stream, evolution } = this.#parts
    const filled = new Set(evolution.filled.map(({ name }) => name))
    const others = evolution.columns.filter(({ name }) => !stream.primaryKey.includes(name))
    if (others.length === 0) return 'DO NOTHING'
    // Columns that the stream does not fill are from an older reading, which must not mix with this one.
    const values = others.map(({ name }) => `${quoted(name)} = ${filled.has(name) ? `excluded.${quoted(name)}` : 'DEFAULT'}`)
    return `DO UPDATE SET ${values.join(', ')}`
  }

  async #stage(name: string, rows: LandingRecords, columns: readonly Column[]): Promise<void> {
    const lines = columns.map((column) => `${quoted(column.name)} ${postgresTypes[column.type]}`)
    await this.#parts.client.query(`CREATE TEMP TABLE ${quoted(name)} (${lines.join(', ')}) ON COMMIT DROP`)
    await this.#copy(`pg_temp.${quoted(name)}`, rows, columns)
  }

  async #copy(table: string, rows: LandingRecords, columns: readonly Column[]): Promise<void> {
    const names = quotedList(columns.map(({ name }) => name))
    const copying = this.#parts.client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN`))
    await pipeline(Readable.from(linesOf(rows, copyLine(columns)).pieces()), copying)
  }

  async #saveState(batch: LandingBatch): Promise<void> {
    const { client, stream } = this.#parts
    const moved = await client.query(
      `UPDATE ${this.#named('_portico_streams')} SET revision = revision + 1, state = $1, connector_version = $2, updated_at = $3 WHERE stream = $4 AND revision = $5`,
      [JSON.stringify(batch.state), stream.connectorVersion, batch.at, stream.name, String(this.#revision)],
    )
    if (moved.rowCount !== 1) throw stateMoved(stream.name)
    const slices = this.#named('_portico_slices')
    const { forgottenSlices } = batch
    if (forgottenSlices === 'all') await client.query(`DELETE FROM ${slices} WHERE stream = $1`, [stream.name])
    else if (forgottenSlices.length > 0) {
      await client.query(`DELETE FROM ${slices} WHERE stream = $1 AND slice = ANY($2)`, [stream.name, forgottenSlices])
    }
    if (batch.slices.size === 0) return
    await client.query(
      `INSERT INTO ${slices} SELECT $1, * FROM unnest($2::text[], $3::text[]) ON CONFLICT (stream, slice) DO UPDATE SET state = excluded.state`,
      [stream.name, [...batch.slices.keys()], [...batch.slices.values()].map((state) => JSON.stringify(state))],
    )
  }

  async #copyLive(into: string): Promise<void> {
    const { client, stream, evolution } = this.#parts
    const columns = quotedList(evolution.columns.map(({ name }) => name))
    await client.query(`INSERT INTO ${into} (${columns}) SELECT ${columns} FROM ${this.#named(tableName(stream.name))}`)
  }

  async #swap({ generation }: LandingBatch): Promise<void> {
    const { client, stream, evolution } = this.#parts
    const name = tableName(stream.name)
    const filled = this.#named(generationName(stream.name, generation!))
    await swapTable(client, { live: this.#named(name), name, filled, columns: evolution.columns })
  }
}
