import type { SyncOptions } from '@portico/sync'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
let other: pg.Client
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  other = new pg.Client(database.url)
  await other.connect()
})
afterEach(() => other.end())

const slotsOf = async (table: string) => (await database.slots()).filter((slot) => slot.includes(table))
/** Making a slot waits for what is open when it is asked for. */
const openTransaction = () => other.query('BEGIN; SELECT pg_current_xact_id()')
const waitsForOthers = async () => {
  const [row] = await database.run(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  )
  return row!['n']
}

/** Ends a run once its slot's name has landed, before there is one. */
function cutBeforeSlot(more: Partial<SyncOptions> = {}): Partial<SyncOptions> {
  const stop = new AbortController()
  return { ...more, signal: stop.signal, observers: [{ landed: () => stop.abort(new Error('cut')) }] }
}

test('readings that are restarted and interrupted leave no slot behind', async () => {
  await database.run('CREATE TABLE anew (id int PRIMARY KEY)')
  await database.sync('public.anew')
  const [first] = await slotsOf('anew')
  for (let times = 0; times < 3; times++) await database.sync('public.anew', cutBeforeSlot({ full: true }))
  expect((await database.sync('public.anew', { full: true })).status).toBe('succeeded')
  const left = await slotsOf('anew')
  expect(left).toHaveLength(1)
  expect(left).not.toContain(first)
})

test('a run that waits for its slot to be created can be cancelled, and leaves none', async () => {
  await database.run('CREATE TABLE waiting (id int PRIMARY KEY)')
  await openTransaction()
  const stop = new AbortController()
  const run = database.sync('public.waiting', { signal: stop.signal })
  await expect.poll(waitsForOthers).toBe(1)
  stop.abort(new Error('enough'))
  expect((await run).status).toBe('cancelled')
  expect(await waitsForOthers()).toBe(0)
  expect(await slotsOf('waiting')).toEqual([])
  await other.query('ROLLBACK')
  expect((await database.sync('public.waiting')).status).toBe('succeeded')
})

test('a slot still being created for a killed run is waited for', async () => {
  await database.run('CREATE TABLE killed (id int PRIMARY KEY)')
  await database.run('INSERT INTO killed VALUES (1)')
  await database.sync('public.killed', cutBeforeSlot())
  const [{ slot }] = (await database.run(
    `SELECT (state::jsonb ->> 'position')::jsonb ->> 'slot' AS slot FROM landed._portico_slices WHERE stream = 'public.killed'`,
  )) as [{ slot: string }]
  await openTransaction()
  const killed = new pg.Client(database.url)
  await killed.connect()
  const making = killed.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [slot])
  await expect.poll(waitsForOthers).toBe(1)
  const run = database.sync('public.killed')
  await new Promise((resolve) => setTimeout(resolve, 100))
  await other.query('ROLLBACK')
  await making
  await killed.end()
  expect(await run).toMatchObject({ status: 'succeeded', landed: 1 })
  expect(await slotsOf('killed')).toEqual([slot])
})
