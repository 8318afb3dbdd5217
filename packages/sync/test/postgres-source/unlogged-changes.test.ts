import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const rows = (text: string) => database.run(text)

// As frameworks write it: a column comes with a default, which is taken off once the rows have it.
test.each([
  ['is kept beside the rows', 'ADD c int DEFAULT 7', 'ALTER c DROP DEFAULT'],
  ['was written into them', `ADD c int DEFAULT (random() * 0 + 7)`, 'ALTER c DROP DEFAULT'],
  ['is kept beside the rows of a part', 'ADD c int DEFAULT 7', 'ALTER c DROP DEFAULT', 'PARTITION BY RANGE (id)'],
])('a new column’s value in existing rows lands, even once its default is gone: it %s', async (_, add, drop, parts = '') => {
  await rows(`CREATE TABLE filled (id int PRIMARY KEY) ${parts}`)
  if (parts) await rows('CREATE TABLE filled_part PARTITION OF filled DEFAULT')
  await rows('CREATE PUBLICATION filled FOR TABLE filled WITH (publish_via_partition_root)')
  await rows('INSERT INTO filled SELECT generate_series(1, 5)')
  const of = { settings: { ...database.settings, publication: 'filled' } }
  await database.sync('public.filled', { full: true }, of)
  await rows(`ALTER TABLE filled ${add}`)
  await rows(`ALTER TABLE filled ${drop}`)
  expect(await database.sync('public.filled', {}, of)).toMatchObject({ status: 'succeeded', read: 5 })
  expect(await rows('SELECT DISTINCT c::int FROM landed.public_filled')).toEqual([{ c: 7 }])
  // What no row has a value in is not copied for it.
  await rows('ALTER TABLE filled ADD empty text')
  expect(await database.sync('public.filled', {}, of)).toMatchObject({ status: 'succeeded', read: 0 })
  await rows('DROP TABLE filled, landed.public_filled; DROP PUBLICATION filled')
})

test('a name taken over from another column has that one’s values in the log: none of them lands, even if the run is interrupted', async () => {
  await rows('CREATE TABLE moved (id int PRIMARY KEY, a int, b int, c text)')
  await rows(`INSERT INTO moved SELECT n, 1, 2, 'old' FROM generate_series(1, 3) n`)
  await database.sync('public.moved')
  await rows(`UPDATE moved SET a = 10, b = 20, c = 'older' WHERE id < 3`)
  await rows('ALTER TABLE moved RENAME a TO was_a; ALTER TABLE moved RENAME b TO a; ALTER TABLE moved RENAME was_a TO b')
  await rows(`ALTER TABLE moved DROP c; ALTER TABLE moved ADD c text DEFAULT 'new'`)
  await rows('UPDATE moved SET a = 30 WHERE id = 2')
  const stop = new AbortController()
  const observers = [{ read: () => stop.abort(new Error('cut')) }]
  expect((await database.sync('public.moved', { signal: stop.signal, observers, batch: { rows: 1 } })).status).toBe('cancelled')
  expect((await database.sync('public.moved')).status).toBe('succeeded')
  const landed = await rows('SELECT id::int, b::int, a::int, c FROM landed.public_moved ORDER BY id')
  expect(landed).toEqual(await rows('SELECT id, b, a, c FROM moved ORDER BY id'))
})

test.each([
  ['the table was out of it', 'ALTER PUBLICATION out DROP TABLE public.out', 'ALTER PUBLICATION out ADD TABLE public.out'],
  ['it was recreated', 'DROP PUBLICATION out', 'CREATE PUBLICATION out FOR TABLE public.out'],
])('changes committed while the table was unpublished are not lost silently: %s', async (_, takeOut, putIn) => {
  await rows('CREATE TABLE public.out (id int PRIMARY KEY, note text)')
  await rows('CREATE PUBLICATION out FOR TABLE public.out (id)')
  const of = { settings: { ...database.settings, publication: 'out' } }
  await database.sync('public.out', { full: true }, of)
  // Another list of columns puts the table in anew, and at once: nothing is lost by it.
  await rows('ALTER PUBLICATION out SET TABLE public.out (id, note)')
  expect((await database.sync('public.out', {}, of)).status).toBe('succeeded')
  await rows('ALTER PUBLICATION out SET TABLE public.out')
  expect((await database.sync('public.out', {}, of)).status).toBe('succeeded')
  await rows(takeOut)
  await rows(`INSERT INTO public.out VALUES (1, 'meanwhile')`)
  await rows(putIn)
  expect(await database.sync('public.out', {}, of)).toMatchObject({ status: 'failed', error: { code: 'position_lost' } })
  expect((await database.sync('public.out', { full: true }, of)).status).toBe('succeeded')
  expect(await rows('SELECT id::int, note FROM landed.public_out')).toEqual([{ id: 1, note: 'meanwhile' }])
  await rows('DROP TABLE public.out, landed.public_out; DROP PUBLICATION out')
})

test('only a few wide rows are held at once, whether they are copied or the log omits their unchanged values', async () => {
  await rows('CREATE TABLE wide (id int PRIMARY KEY, title text, body text)')
  await rows('ALTER TABLE wide ALTER body SET STORAGE EXTERNAL')
  await rows(`INSERT INTO wide SELECT n, 'old', repeat(n::text, 200000) FROM generate_series(1, 30) n`)
  let [before, most] = [0, 0]
  const observers = [
    {
      streamStarted: () => void (before = 0),
      read({ bytes }: { readonly bytes: number }) {
        most = Math.max(most, bytes - before)
        before = bytes
      },
    },
  ]
  expect(await database.sync('public.wide', { observers })).toMatchObject({ status: 'succeeded', landed: 30 })
  await rows(`UPDATE wide SET title = 'new'`)
  await rows(`UPDATE wide SET title = 'newer' WHERE id < 4; DELETE FROM wide WHERE id = 5`)
  expect(await database.sync('public.wide', { observers })).toMatchObject({ status: 'succeeded', deleted: 1 })
  expect(most).toBeLessThan(6_000_000)
  expect(
    await rows('(TABLE wide EXCEPT TABLE landed.public_wide) UNION ALL (TABLE landed.public_wide EXCEPT TABLE wide)'),
  ).toEqual([])
})

test('a reading aborted within a result leaves its connection usable', async () => {
  await rows('CREATE TABLE broken (id int PRIMARY KEY, body text)')
  await rows(`INSERT INTO broken SELECT n, repeat('x', 100000) FROM generate_series(1, 200) n`)
  const source = await database.source(['public.broken'])
  const from = {
    stream: 'public.broken',
    slice: undefined,
    since: undefined,
    until: undefined,
    next: undefined,
    position: undefined,
  }
  const all = { ...from, log: 'unused', signal: new AbortController().signal, waiting: () => undefined } as const
  for await (const { records } of source.pages(all)) {
    expect(records.length).toBeLessThan(200)
    break
  }
  let count = 0
  for await (const { records } of source.pages(all)) count += records.length
  expect(count).toBe(200)
  await source.close()
})
