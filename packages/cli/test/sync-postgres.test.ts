import { join } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { openDuckdb } from '@portico/sync/duckdb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../sync/test/postgres-source/database.ts'
import { runPortico } from './fixture/run-portico.ts'
import { createWorkspace, type Workspace } from './fixture/workspace.ts'

let database: TestDatabase
let workspace: Workspace
// Starting DuckDB takes longer than what most commands do in it: what opens a file that is open by its name shares it.
let shared: DuckDBInstance
beforeAll(async () => {
  database = await testDatabase()
  workspace = createWorkspace()
  shared = await openDuckdb({ path: join(workspace.folder, 'w.duckdb') })
  await database.run('CREATE TABLE orders (id int PRIMARY KEY, note text)')
  await database.run(`INSERT INTO orders VALUES (1, 'one'), (2, 'two')`)
  await database.run('CREATE TABLE keyless (id int)')
})
afterAll(async () => {
  shared.closeSync()
  workspace.remove()
  await database.close()
})

async function portico(...argv: string[]) {
  const { username, password } = new URL(database.url)
  return runPortico(argv, {
    cwd: workspace.folder,
    env: { PORTICO_POSTGRES_LOGIN_USERNAME: username, PORTICO_POSTGRES_LOGIN_PASSWORD: password },
  })
}

const synced = (streams: string, ...more: string[]) =>
  portico(
    'sync',
    'postgres',
    '--streams',
    streams,
    '--to',
    'duckdb:./w.duckdb',
    '--settings',
    JSON.stringify(database.settings),
    ...more,
  )

test('a table of a database is synced by its name, and the next sync lands what has changed', async () => {
  const first = await synced('public.orders')
  expect([first.code, first.stderr]).toEqual([0, ''])
  expect(first.stdout).toMatch(/public\.orders +done +full +2 +2 +0/)
  await database.run('DELETE FROM orders WHERE id = 1')
  const second = await synced('public.orders')
  expect(second.stdout).toMatch(/public\.orders +done +incremental +1 +0 +1/)
  const told = await portico('sync', 'status', 'postgres', '--to', 'duckdb:./w.duckdb')
  expect(told.stdout).toMatch(/public\.orders +complete .* postgres\.public_orders/)
})

test('a table older than promised is noticed without a run, like any stream', async () => {
  const look = () => portico('sync', 'freshness', 'postgres', '--to', 'duckdb:./w.duckdb')
  const fresh = await look()
  expect([fresh.code, fresh.stdout]).toEqual([
    0,
    expect.stringMatching(/postgres\.public\.orders +[\d.]+ s of 1 d .* Operations/),
  ])
  const connection = await shared.connect()
  await connection.run(
    `UPDATE postgres._portico_streams SET state = regexp_replace(state, '"completedAt":"[^"]+"', '"completedAt":"2026-01-01T00:00:00Z"')`,
  )
  connection.closeSync()
  const stale = await look()
  expect([stale.code, stale.stdout]).toEqual([1, expect.stringMatching(/postgres\.public\.orders +stale, [\d.]+ d of 1 d/)])
})

test('a checkpoint of an unpublished table is a mistake where all are synced: it would guard nothing', async () => {
  await database.run('CREATE PUBLICATION few FOR TABLE orders')
  const settings = JSON.stringify({ ...database.settings, publication: 'few' })
  const checked = async (table: string) => {
    workspace.write(
      `${table}.config.ts`,
      `import { postgres } from '@portico/connector-postgres'
      export default { connectors: { postgres }, checkpoints: { postgres: { '${table}': './orders.json' } } }`,
    )
    return portico('sync', 'postgres', '--to', 'jsonl:./checked', '--settings', settings, '--config', `${table}.config.ts`)
  }
  workspace.write(
    'orders.json',
    JSON.stringify({ name: 'orders', expectations: [{ type: 'expect_column_to_exist', kwargs: { column: 'id' } }] }),
  )
  const stray = await checked('public.order')
  expect([stray.code, stray.stderr]).toEqual([
    2,
    expect.stringMatching(/checkpoints\.postgres\.public\.order: postgres has no such stream; did you mean 'public\.orders'/),
  ])
  const passed = await checked('public.orders')
  expect([passed.code, passed.stdout]).toEqual([0, expect.stringContaining('its checkpoint passed')])
})

test('an obstacle to reading a table is one line and exit code 2, and the state does not move', async () => {
  const keyless = await synced('public.keyless')
  expect([keyless.code, keyless.stdout]).toEqual([2, ''])
  expect(keyless.stderr).toMatch(/^error: source: public\.keyless: it has no primary key.*\n$/)
  const unknown = await synced('public.order')
  expect([unknown.code, unknown.stderr.split('\n')]).toEqual([2, [expect.stringContaining('--streams: '), '']])
  for (const slot of await database.slots()) await database.dropSlot(slot)
  const lost = await synced('public.orders')
  expect(lost.code).toBe(2)
  // The test server has its own name as its password, which is taken out of whatever is printed.
  expect(lost.stdout).toMatch(/public\.orders: its replication slot \S+_public_orders_\w+ is gone.*--full.*\(position_lost\)/s)
  expect((await synced('public.orders', '--full')).code).toBe(0)
  const nowhere = await portico('sync', 'postgres', '--streams', 'public.orders', '--to', 'duckdb:./w.duckdb')
  expect(nowhere.stderr).toMatch(/^error: sync: postgres: settings\.host: .*\n$/)
})
