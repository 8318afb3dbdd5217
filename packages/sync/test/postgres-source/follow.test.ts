import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunReport, sync, type SyncOptions } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DuckDBInstance } from '@duckdb/node-api'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'portico-cdc-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

const file = () => join(folder, 'w.duckdb')

async function run(stream: string, options: Partial<SyncOptions> = {}): Promise<RunReport> {
  const source = await database.source([stream])
  const destination = await duckdbDestination({ path: file(), dataset: 'shop' })
  try {
    return await sync({ source, destination, streams: [stream], ...options })
  } finally {
    await source.close()
    await destination.close()
  }
}

async function landed(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(file())
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(sql)).getRowsJson()
  connection.closeSync()
  instance.closeSync()
  return rows
}

test('a table is copied, then followed: inserts, updates, deletions, keys that change, and a truncation', async () => {
  await database.run('CREATE TABLE orders (id bigint PRIMARY KEY, note text, amount numeric)')
  await database.run(`INSERT INTO orders SELECT n, 'note ' || n, n / 4.0 FROM generate_series(1, 2500) n`)
  const first = await run('public.orders')
  expect(first).toMatchObject({ status: 'succeeded', streams: [{ mode: 'append_dedup', reading: 'full', landed: 2500 }] })
  expect(await landed('SELECT count(*), min(id), max(id) FROM shop.public_orders')).toEqual([['2500', '1', '2500']])
  await database.run(`INSERT INTO orders VALUES (3001, 'new', 1.50)`)
  await database.run(`UPDATE orders SET note = 'changed' WHERE id = 2`)
  await database.run('DELETE FROM orders WHERE id = 3')
  await database.run('UPDATE orders SET id = 4001 WHERE id = 4')
  const second = await run('public.orders')
  expect(second).toMatchObject({ status: 'succeeded', streams: [{ reading: 'incremental', landed: 3, deleted: 2 }] })
  expect(await landed('SELECT id, note, amount FROM shop.public_orders WHERE id IN (2, 3, 4, 3001, 4001) ORDER BY id')).toEqual([
    ['2', 'changed', '0.50000000000000000000'],
    ['3001', 'new', '1.50'],
    ['4001', 'note 4', '1.00000000000000000000'],
  ])
  await database.run('TRUNCATE orders')
  await database.run(`INSERT INTO orders VALUES (1, 'after', 0)`)
  expect((await run('public.orders')).status).toBe('succeeded')
  expect(await landed('SELECT id, note FROM shop.public_orders')).toEqual([['1', 'after']])
})
