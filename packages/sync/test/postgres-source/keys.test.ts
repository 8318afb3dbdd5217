import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.run('CREATE EXTENSION citext; CREATE EXTENSION ltree')
})
afterAll(() => database.close())

const row = `lpad(n::text, 5, '0')`

// A copy asks for 1,000 rows first, and then goes on after the key of the last one.
test.each([
  ['a text without case', 'k citext PRIMARY KEY', `(CASE n % 2 WHEN 0 THEN 'key' ELSE 'KEY' END || ${row})`],
  ['an extension’s type', 'k ltree PRIMARY KEY', `('top.n' || ${row})::ltree`],
  ['several types', 'k ltree, n int, t citext, PRIMARY KEY (k, n, t)', `('top.n' || n % 7)::ltree, n, 'KEY'`],
  ['a text of a fixed length', 'k char(9) PRIMARY KEY', row],
  ['the order of bytes', 'k text NOT NULL', row, 'USING INDEX'],
])('a table whose key is %s is copied to its last row, and followed', async (_, columns, values, identity?: string) => {
  await database.run(`CREATE TABLE keyed (${columns})`)
  if (identity) {
    await database.run('CREATE UNIQUE INDEX keyed_bytes ON keyed (k text_pattern_ops)')
    await database.run('ALTER TABLE keyed REPLICA IDENTITY USING INDEX keyed_bytes')
  }
  await database.run('ALTER TABLE keyed ADD body text')
  await database.run('ALTER TABLE keyed ALTER body SET STORAGE EXTERNAL, ADD v int')
  await database.run(
    `INSERT INTO keyed SELECT ${values}, CASE n WHEN 9 THEN repeat('long', 2000) END, n FROM generate_series(1, 2100) n`,
  )
  // The table of the case before had the same name, and is another one.
  expect((await database.sync('public.keyed', { full: true })).status).toBe('succeeded')
  const differences = `(SELECT rtrim(k::text), body, v FROM keyed EXCEPT SELECT rtrim(k), body, v FROM landed.public_keyed)`
  expect(await database.run(`${differences} LIMIT 3`)).toEqual([])
  await database.run('UPDATE keyed SET v = -v WHERE v = 9; DELETE FROM keyed WHERE v = 10')
  expect((await database.sync('public.keyed')).status).toBe('succeeded')
  expect(await database.run(`${differences} LIMIT 3`)).toEqual([])
  expect(await database.run('SELECT count(*)::int AS count FROM landed.public_keyed')).toEqual([{ count: 2099 }])
  await database.run('DROP TABLE keyed, landed.public_keyed')
})
