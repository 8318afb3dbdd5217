import { SyncError, type SyncObserver } from '@portico/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtInTypes } from '../../src/postgres-source/built-in-types.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const rows = (text: string) => database.run(text)
/** What of two tables is not in both. */
const differences = (one: string, other: string) =>
  rows(`(TABLE ${one} EXCEPT TABLE ${other}) UNION ALL (TABLE ${other} EXCEPT TABLE ${one})`)

test('a table is copied, then followed: inserts, updates, deletions, changed keys, and a truncation', async () => {
  await rows('CREATE TABLE orders (id bigint PRIMARY KEY, note text)')
  await rows(`INSERT INTO orders SELECT n, 'note ' || n FROM generate_series(1, 2500) n`)
  expect(await database.sync('public.orders')).toMatchObject({
    status: 'succeeded',
    mode: 'append_dedup',
    reading: 'full',
    landed: 2500,
  })
  expect(await differences('orders', 'landed.public_orders')).toEqual([])
  await rows(`INSERT INTO orders VALUES (3001, 'new')`)
  await rows(`UPDATE orders SET note = 'changed' WHERE id = 2`)
  await rows('DELETE FROM orders WHERE id = 3')
  await rows('UPDATE orders SET id = 4001 WHERE id = 4')
  await rows(
    `BEGIN; UPDATE orders SET id = -5 WHERE id = 5; UPDATE orders SET id = 5 WHERE id = 6; UPDATE orders SET id = 6 WHERE id = -5; COMMIT`,
  )
  expect(await database.sync('public.orders')).toMatchObject({ status: 'succeeded', reading: 'incremental' })
  expect(await differences('orders', 'landed.public_orders')).toEqual([])
  await rows(`BEGIN; INSERT INTO orders VALUES (9009, 'lost'); TRUNCATE orders; INSERT INTO orders VALUES (1, 'after'); COMMIT`)
  expect((await database.sync('public.orders')).status).toBe('succeeded')
  expect(await rows('TABLE landed.public_orders')).toEqual([{ id: '1', note: 'after' }])
  // Nothing has changed since: nothing is read again, and the server need not keep what was written elsewhere.
  await rows(`CREATE TABLE elsewhere AS SELECT n FROM generate_series(1, 1000) n`)
  const [before] = await rows('SELECT pg_current_wal_lsn()::text AS lsn')
  expect(await database.sync('public.orders')).toMatchObject({ status: 'succeeded', read: 0 })
  const slot = () =>
    database.run('SELECT confirmed_flush_lsn >= $1::pg_lsn AS passed, active FROM pg_replication_slots', [before!['lsn']])
  // The server lets go of it a moment after the sync has ended.
  await expect.poll(slot, { timeout: 10_000 }).toEqual([{ passed: true, active: false }])
})

test('rows are the same whether they were copied or followed, to the last digit', async () => {
  await rows(`CREATE TYPE mood AS ENUM ('fine', 'so so')`)
  await rows('CREATE DOMAIN cents AS bigint CHECK (value >= 0)')
  await rows(`CREATE TABLE kinds (id uuid PRIMARY KEY, big bigint, cents cents, exact numeric, near double precision, yes boolean,
    at timestamptz, local timestamp, day date, span interval, doc jsonb, plain json, tags text[], grid int[][], bytes bytea, mood mood,
    moods mood[], range int4range)`)
  const values = `9223372036854775807, 9007199254740993, 1234567890123456789012345678901234567890.10, 'NaN', true,
    '2026-11-28 12:00:00.123456+03', '2026-11-28 12:00:00.5', '2026-02-28', '1 day 02:00', '{"n": 12345678901234567890.5, "t": null}',
    '[1.10]', '{a,NULL,"b\\"c,"}', '{{1,2},{3,4}}', '\\x00ff', 'so so', '{fine,"so so"}', '[1,5)'`
  await rows(`INSERT INTO kinds VALUES ('00000000-0000-4000-8000-000000000001', ${values})`)
  expect((await database.sync('public.kinds')).status).toBe('succeeded')
  await rows(`INSERT INTO kinds VALUES ('00000000-0000-4000-8000-000000000002', ${values})`)
  await rows(`INSERT INTO kinds VALUES ('00000000-0000-4000-8000-000000000003')`)
  expect((await database.sync('public.kinds')).status).toBe('succeeded')
  const [copied, followed, empty] = await rows("SELECT (to_jsonb(k) - 'id')::text AS row FROM landed.public_kinds k ORDER BY id")
  expect(copied).toEqual(followed)
  expect(Object.values(JSON.parse(empty!['row'] as string) as object).every((value) => value === null)).toBe(true)
  const [row] = await rows(
    'SELECT *, doc::text AS doc, plain::text AS plain, at::text AS at FROM landed.public_kinds ORDER BY id LIMIT 1',
  )
  expect(row).toMatchObject({
    big: '9223372036854775807',
    cents: '9007199254740993',
    exact: '1234567890123456789012345678901234567890.10',
    near: NaN,
    yes: true,
    local: '2026-11-28T12:00:00.5',
    span: 'P1DT2H',
    doc: '{"n": 12345678901234567890.5, "t": null}',
    tags: ['a', null, 'b"c,'],
    grid: [
      [1, 2],
      [3, 4],
    ],
    bytes: 'AP8=',
    mood: 'so so',
    moods: ['fine', 'so so'],
    range: '[1,5)',
  })
  expect(new Date(row!['at'] as string).toISOString()).toBe('2026-11-28T09:00:00.123Z')
  expect(row!['at']).toContain('.123456')
})

test('the built-in types are the server’s', async () => {
  const there = await rows(`SELECT oid::int AS id, typname AS name FROM pg_type
    WHERE typnamespace = 'pg_catalog'::regnamespace AND typbasetype = 0 AND NOT (typcategory = 'A' AND typlen = -1)`)
  const types = new Map(there.map(({ id, name }) => [Number(id), name]))
  // Some that servers of before version 12 had are known, and none has their numbers for another.
  const known = [...builtInTypes.values()].filter(({ id }) => types.has(id))
  expect(known.map(({ id, name }) => [id, name])).toEqual(known.map(({ id }) => [id, types.get(id)]))
  expect(known.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['bool', 'int4', 'int8', 'text', 'timestamptz', 'jsonb', 'numeric']),
  )
})

test('an unchanged value that is stored out of line is never lost', async () => {
  for (const [table, identity] of [
    ['papers', 'DEFAULT'],
    ['full_papers', 'FULL'],
  ]) {
    await rows(`CREATE TABLE ${table} (id int PRIMARY KEY, title text, body text)`)
    await rows(`ALTER TABLE ${table} ALTER body SET STORAGE EXTERNAL, REPLICA IDENTITY ${identity}`)
    expect((await database.sync(`public.${table}`)).status).toBe('succeeded')
    await rows(`INSERT INTO ${table} SELECT n, 'old', repeat('long ', 2000) || n FROM generate_series(1, 3) n`)
    await rows(`UPDATE ${table} SET title = 'new'`)
    await rows(`UPDATE ${table} SET id = 11 WHERE id = 1`)
    await rows(`UPDATE ${table} SET title = 'newer' WHERE id = 2`)
    await rows(`DELETE FROM ${table} WHERE id = 3`)
    expect((await database.sync(`public.${table}`)).status).toBe('succeeded')
    expect(await differences(table!, `landed.public_${table}`)).toEqual([])
  }
})

test('soft deletions mark what is deleted and what a truncation takes', async () => {
  await rows('CREATE TABLE soft (id int PRIMARY KEY)')
  await rows('INSERT INTO soft VALUES (1), (2), (3)')
  await database.sync('public.soft', { deletes: 'soft' })
  await rows('DELETE FROM soft WHERE id = 1')
  await rows('TRUNCATE soft')
  await rows('INSERT INTO soft VALUES (3)')
  await database.sync('public.soft', { deletes: 'soft' })
  expect(await rows('SELECT id, _portico_deleted_at IS NOT NULL AS gone FROM landed.public_soft ORDER BY id')).toEqual([
    { id: '1', gone: true },
    { id: '2', gone: true },
    { id: '3', gone: false },
  ])
})

/** Ends a run after so many landings, and writes to the source beside it. */
function cutAfter(landings: number, meanwhile: () => Promise<unknown>): { observers: SyncObserver[]; signal: AbortSignal } {
  const stop = new AbortController()
  let left = landings
  const observer: SyncObserver = {
    async landed() {
      await meanwhile()
      if (--left === 0) stop.abort(new Error('cut'))
    },
  }
  return { observers: [observer], signal: stop.signal }
}

test('a run interrupted anywhere resumes, under load, and a log position is confirmed only once it has landed', async () => {
  await rows('CREATE TABLE busy (id int, part text, v int, PRIMARY KEY (part, id))')
  await rows(`INSERT INTO busy SELECT n, 'part ' || n % 3, 0 FROM generate_series(1, 1000) n`)
  let written = 0
  const meanwhile = async () => {
    written++
    await rows(`UPDATE busy SET v = v + 1 WHERE id % 7 = ${written % 7}`)
    await rows(`DELETE FROM busy WHERE id = ${written * 3}`)
    await rows(`INSERT INTO busy VALUES (${10_000 + written}, 'part 0', 0)`)
    await rows(`UPDATE busy SET part = 'moved ' || part, id = -id WHERE id = ${written * 5 + 1}`)
    const [state] = await rows(
      `SELECT state::jsonb ->> 'position' AS position FROM landed._portico_slices WHERE stream = 'public.busy'`,
    )
    const { slot, lsn } = JSON.parse((state?.['position'] as string | undefined) ?? '{}') as { slot?: string; lsn?: string }
    const told = await database.run(
      'SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = $1 AND confirmed_flush_lsn > $2::pg_lsn',
      [slot, lsn],
    )
    expect(told).toEqual([])
  }
  for (const landings of [1, 2, 3, 2, 1, 4, 2]) {
    const report = await database.sync('public.busy', { batch: { rows: 175 }, ...cutAfter(landings, meanwhile) })
    expect(['cancelled', 'succeeded']).toContain(report.status)
  }
  await meanwhile()
  expect(await database.sync('public.busy')).toMatchObject({ status: 'succeeded' })
  expect(await differences('busy', 'landed.public_busy')).toEqual([])
  expect((await database.slots()).filter((slot) => slot.includes('busy'))).toHaveLength(1)
})

test('a changed table follows the policy, and what the log omits is copied again', async () => {
  await rows('CREATE TABLE shapes (id int PRIMARY KEY, name text, old int)')
  await rows(`INSERT INTO shapes SELECT n, 'name ' || n, n FROM generate_series(1, 50) n`)
  await database.sync('public.shapes')
  await rows(`INSERT INTO shapes VALUES (51, 'before', 51)`)
  await rows(`ALTER TABLE shapes ADD size text DEFAULT 'small'`)
  await rows('ALTER TABLE shapes RENAME name TO title')
  await rows('ALTER TABLE shapes DROP old')
  await rows(`INSERT INTO shapes VALUES (52, 'after', 'large')`)
  expect(await database.sync('public.shapes', { schemaChanges: 'freeze' })).toMatchObject({
    status: 'failed',
    error: { code: 'schema_frozen' },
  })
  expect(await database.sync('public.shapes')).toMatchObject({
    status: 'succeeded',
    schemaChanges: [{ change: 'added' }, { change: 'added' }],
  })
  await rows('CREATE VIEW landed.as_it_is AS SELECT id::int, title, size FROM landed.public_shapes')
  expect(await differences('shapes', 'landed.as_it_is')).toEqual([])
})

test('a column added while the log is read ends the run, and the next one continues with it', async () => {
  await rows('CREATE TABLE growing (id int PRIMARY KEY)')
  await database.sync('public.growing')
  await rows('INSERT INTO growing VALUES (1)')
  const observers: SyncObserver[] = [
    {
      async streamStarted() {
        await rows('ALTER TABLE growing ADD note text')
        await rows(`INSERT INTO growing VALUES (2, 'two')`)
      },
    },
  ]
  expect(await database.sync('public.growing', { observers })).toMatchObject({
    status: 'failed',
    error: { code: 'source_changed', retryable: true },
  })
  expect((await database.sync('public.growing')).status).toBe('succeeded')
  expect(await differences('growing', 'landed.public_growing')).toEqual([])
})

test('reading in full empties the table first; an overwrite reads it once, without a slot or a publication', async () => {
  await rows('CREATE TABLE again (id int PRIMARY KEY)')
  await rows('INSERT INTO again VALUES (1), (2)')
  await database.sync('public.again')
  const slots = await database.slots()
  await database.dropSlot(slots.find((slot) => slot.includes('again'))!)
  await rows('DELETE FROM again WHERE id = 1')
  expect(await database.sync('public.again')).toMatchObject({ status: 'failed', error: { code: 'position_lost' } })
  expect(await rows('TABLE landed.public_again')).toHaveLength(2)
  for (let times = 0; times < 2; times++) {
    expect((await database.sync('public.again', { full: true })).status).toBe('succeeded')
    expect(await rows('TABLE landed.public_again')).toEqual([{ id: '2' }])
    expect(await database.slots()).toHaveLength(slots.length)
  }
  await rows('CREATE SCHEMA apart')
  await rows('CREATE TABLE apart.plain (id int PRIMARY KEY, total int GENERATED ALWAYS AS (id * 2) STORED)')
  await rows('INSERT INTO apart.plain VALUES (1), (2)')
  expect(await database.sync('apart.plain', { mode: 'overwrite' })).toMatchObject({ status: 'succeeded', landed: 2 })
  expect(await rows('TABLE landed.apart_plain')).toEqual([
    { id: '1', total: '2' },
    { id: '2', total: '4' },
  ])
  expect(await database.slots()).toHaveLength(slots.length)
  await expect(database.sync('public.again', { mode: 'append' })).rejects.toThrow(SyncError)
})

test('the publication decides which columns and rows are read, in the copy and in the log', async () => {
  await rows('CREATE SCHEMA chosen')
  await rows('CREATE TABLE chosen.people (id int PRIMARY KEY, name text, secret text, open boolean)')
  await rows('CREATE PUBLICATION chosen FOR TABLE chosen.people (id, name) WHERE (id < 100)')
  const of = { settings: { ...database.settings, publication: 'chosen' } }
  const landed = () => rows('SELECT * FROM landed.chosen_people ORDER BY id')
  await rows(`INSERT INTO chosen.people VALUES (1, 'one', 'x', true), (101, 'far', 'x', true)`)
  await database.sync('chosen.people', {}, of)
  await rows(`INSERT INTO chosen.people VALUES (2, 'two', 'x', true), (102, 'far', 'x', true)`)
  await database.sync('chosen.people', {}, of)
  expect(await landed()).toEqual([
    { id: '1', name: 'one' },
    { id: '2', name: 'two' },
  ])
  // A column that was there all the while is copied; other rows are another table.
  await rows('ALTER PUBLICATION chosen SET TABLE chosen.people (id, name, open) WHERE (id < 100)')
  expect((await database.sync('chosen.people', {}, of)).status).toBe('succeeded')
  expect(await landed()).toMatchObject([
    { id: '1', open: true },
    { id: '2', open: true },
  ])
  await rows('ALTER PUBLICATION chosen SET TABLE chosen.people (id, name, open)')
  expect((await database.sync('chosen.people', {}, of)).error).toMatchObject({ code: 'position_lost' })
})
