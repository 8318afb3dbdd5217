import type { Dataset } from '@portico/quality'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { imported } from '../optional-peers.ts'

/** A dataset, and how to release it. */
export interface OpenDataset {
  readonly dataset: Dataset
  close(): Promise<void>
}

const hint = 'write duckdb:./file.duckdb#table or postgres://host/database#schema.table'

/** Opens a table read-only, in one snapshot if the database has several writers. */
export async function openDataset(io: Io, address: string): Promise<OpenDataset> {
  const hash = address.lastIndexOf('#')
  const table = hash < 0 ? '' : decodeURIComponent(address.slice(hash + 1))
  const place = hash < 0 ? address : address.slice(0, hash)
  if (table === '') throw new Mistake('usage', '--dataset', 'it names no table', hint)
  if (place.startsWith('duckdb:')) return openDuckdb(resolve(io.cwd, place.slice('duckdb:'.length)), table)
  if (/^postgres(ql)?:\/\//.test(place)) return openPostgres(place, table)
  throw new Mistake('usage', '--dataset', 'its kind is not known', hint)
}

async function openDuckdb(file: string, table: string): Promise<OpenDataset> {
  if (!existsSync(file)) throw new Mistake('file', '--dataset', `${oneLine(file)} is not there`, 'check the path')
  const { DuckDBInstance } = await imported('@duckdb/node-api', () => import('@duckdb/node-api'))
  const { duckdbDataset } = await import('@portico/quality/duckdb')
  let instance: InstanceType<typeof DuckDBInstance>
  try {
    // A suite reads one table of one file: it can reach neither other files nor the network.
    instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY', enable_external_access: 'false' })
  } catch (error) {
    throw new Mistake(
      'file',
      '--dataset',
      `${oneLine(file)} can't be opened`,
      'is it a DuckDB file that nobody else is writing to?',
      error,
    )
  }
  const connection = await instance.connect()
  return {
    dataset: duckdbDataset(connection, table),
    close: () => {
      connection.closeSync()
      instance.closeSync()
      return Promise.resolve()
    },
  }
}

async function openPostgres(url: string, table: string): Promise<OpenDataset> {
  const { default: pg } = await imported('pg', () => import('pg'))
  const { postgresDataset } = await import('@portico/quality/postgres')
  const client = new pg.Client({ connectionString: url, application_name: 'portico quality', connectionTimeoutMillis: 10_000 })
  // A broken connection fails the query that needs it; there may be none right now.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin transaction isolation level repeatable read read only')
  } catch (error) {
    await client.end().catch(() => undefined)
    // The driver's message may contain the address, with its password.
    throw new Mistake(
      'unreachable',
      '--dataset',
      'PostgreSQL can’t be reached, or refuses the login',
      'check the address and the password',
      error,
    )
  }
  return {
    dataset: postgresDataset(client, table, { inTransaction: true }),
    close: async () => {
      await client.query('rollback')
      await client.end()
    },
  }
}
