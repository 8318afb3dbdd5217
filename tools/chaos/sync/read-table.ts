import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'

export interface LandedThing {
  readonly id: number
  readonly value: string
}

/** The rows of a table, as a reader sees them who knows nothing of the sync. */
export async function readTable(address: string, dataset: string, table: string): Promise<readonly LandedThing[]> {
  if (address.startsWith('postgres:')) {
    const client = new pg.Client({ connectionString: address })
    await client.connect()
    const { rows } = await client.query<{ id: string; value: string }>(`SELECT id, value FROM ${dataset}.${table}`)
    await client.end()
    return rows.map(({ id, value }) => ({ id: Number(id), value }))
  }
  const instance = await DuckDBInstance.create(address)
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(`SELECT id, value FROM chaos.${dataset}.${table}`)).getRows() as [bigint, string][]
  connection.closeSync()
  instance.closeSync()
  return rows.map(([id, value]) => ({ id: Number(id), value }))
}
