import { isSyncError, SyncError } from '@portico/sync'
import { postgresDataset } from '@portico/sync/lineage'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkServer } from '../../src/postgres-source/slot.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.run(`CREATE ROLE reader LOGIN PASSWORD 'reader-secret-password'`)
})
afterAll(async () => {
  await database.run('DROP OWNED BY reader')
  await database.run('DROP ROLE reader')
  await database.close()
})

const login = (username: string, password: string) => ({ credentials: { login: { username, password } } })
const asReader = login('reader', 'reader-secret-password')

/** What a sync of a table says: thrown before a run, or reported by it. */
async function told(...of: Parameters<TestDatabase['sync']>): Promise<string> {
  let code: string
  let message: string
  try {
    const { error } = await database.sync(...of)
    ;({ code, message } = error!)
  } catch (error) {
    if (!isSyncError(error)) throw error
    ;({ code, message } = error)
  }
  expect(message).not.toContain('secret')
  expect(message.split('\n')).toHaveLength(1)
  return `${code}: ${message}`
}

const states = () => database.run('SELECT to_regclass($1) AS there', ['landed._portico_streams'])

test.each([
  [
    'no key',
    'CREATE TABLE keyless (id int)',
    'keyless',
    /^source_unfit: public\.keyless: it has no primary key.*ADD PRIMARY KEY/,
  ],
  [
    'a replica identity of nothing',
    'CREATE TABLE nothing (id int PRIMARY KEY); ALTER TABLE nothing REPLICA IDENTITY NOTHING',
    'nothing',
    /^source_unfit: .*replica identity is nothing.*REPLICA IDENTITY DEFAULT/,
  ],
  [
    'a deferrable key',
    'CREATE TABLE deferred (id int PRIMARY KEY DEFERRABLE)',
    'deferred',
    /^source_unfit: .*replica identity is nothing.*REPLICA IDENTITY FULL/,
  ],
  ['no log', 'CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY)', 'unlogged', /^source_unfit: .*it is unlogged.*overwrite/],
  [
    'a name that lands in another’s table',
    'CREATE TABLE "a.b" (id int PRIMARY KEY); CREATE TABLE a_b (id int PRIMARY KEY)',
    'a_b',
    /^source_unfit: .*public\.a\.b would land in the same table, public_a_b/,
  ],
  [
    'a generation’s name',
    'CREATE TABLE orders__g1 (id int PRIMARY KEY)',
    'orders__g1',
    /^source_unfit: .*public_orders__g1, a name that syncs reserve/,
  ],
])('a table with %s is refused in a line that says what to do', async (_, text, table, line) => {
  await database.run(text)
  expect(await told(`public.${table}`)).toMatch(line)
})

test('what the server, the publication or the role lacks is reported, and the state does not move', async () => {
  await database.run('CREATE TABLE orders (id int PRIMARY KEY)')
  await database.run('CREATE SCHEMA hidden')
  await database.run('CREATE TABLE hidden.orders (id int PRIMARY KEY)')
  const settings = (more: object) => ({ settings: { ...database.settings, ...more } })
  expect(await told('orders')).toMatch(/^unknown_stream: .*no table 'orders': write hidden.orders or public.orders/)
  expect(await told('public.orders', {}, asReader)).toMatch(/^source_unfit: .*GRANT SELECT ON public.orders/)
  await database.run('GRANT SELECT ON orders TO reader')
  expect(await told('public.orders', {}, asReader)).toMatch(/^source_unfit: .*ALTER ROLE reader REPLICATION/)
  await database.run('ALTER TABLE orders ENABLE ROW LEVEL SECURITY')
  expect(await told('public.orders', {}, asReader)).toMatch(/^source_unfit: .*row security.*BYPASSRLS/)
  // The server's password is the publication's name, too.
  expect(await told('hidden.orders')).toMatch(/^source_unfit: .*ALTER PUBLICATION \[redacted\] ADD TABLE hidden.orders/)
  expect(await told('public.orders', {}, settings({ publication: 'none' }))).toMatch(/^source_unfit: .*publication none.*/)
  await database.run(`CREATE PUBLICATION partly FOR TABLE orders WITH (publish = 'insert')`)
  expect(await told('public.orders', {}, settings({ publication: 'partly' }))).toMatch(
    /^source_unfit: .*insert, update, delete, truncate/,
  )
  expect(await told('public.orders', {}, login('reader', 'wrong-secret'))).toMatch(/^source_unfit: .*authentication failed/)
  expect(await told('public.orders', {}, settings({ database: 'nowhere' }))).toMatch(/^source_unfit: .*nowhere.*does not exist/)
  expect(await told('public.orders', {}, settings({ port: '1' }))).toMatch(/^source_unavailable: /)
  expect(await told('public.orders', {}, settings({ port: '65536' }))).toMatch(/^invalid_options: .*settings\.port.*1 to 65535/)
  expect(await told('public.orders', {}, settings({ tls: 'verify-full' }))).toMatch(/^source_unfit: .*SSL.*tls/)
  expect(await told('public.orders', {}, settings({ tls: 'verify-full', caFile: '/nowhere.pem' }))).toMatch(
    /^invalid_options: caFile/,
  )
  expect(await told('public.orders', {}, { settings: {} })).toMatch(/^invalid_options: postgres: settings\.host/)
  expect(await told('public.orders', {}, { credentials: { login: { username: 'reader' } } })).toMatch(
    /^invalid_options: credentials/,
  )
  expect(await database.slots()).toEqual([])
  if ((await states())[0]!['there'] !== null) {
    expect(await database.run('SELECT stream FROM landed._portico_streams WHERE state IS NOT NULL')).toEqual([])
  }
})

test('a role that may read only the published columns can read the table, and no other column of it', async () => {
  await database.run('CREATE TABLE people (id int PRIMARY KEY, name text, born date)')
  await database.run(`INSERT INTO people VALUES (1, 'one', '2000-01-01')`)
  await database.run('GRANT SELECT (id, name) ON people TO reader')
  await database.run('CREATE PUBLICATION named FOR TABLE people (id, name)')
  const named = { ...asReader, settings: { ...database.settings, publication: 'named' } }
  expect(await database.sync('public.people', { mode: 'overwrite' }, named)).toMatchObject({ status: 'succeeded', landed: 1 })
  expect(await told('public.people', { mode: 'overwrite' }, asReader)).toMatch(
    /^source_unfit: .*may not read its born: GRANT SELECT/,
  )
})

test.each([
  [{ standby: 't', level: 'logical' }, /it is a standby|standby: connect to the primary/],
  [{ standby: 'f', level: 'replica' }, /wal_level is replica.*SET wal_level = logical/],
])('a server that keeps no log to follow is refused: %j', async (row, line) => {
  const client = { query: async () => ({ rows: [{ replicates: 't', role: 'reader', whole: 't', ...row }] }) } as unknown as Client
  await expect(checkServer(client, 'public.orders', 'portico')).rejects.toThrow(line)
})

test('messages have no password, and reports and lineage use a table’s own name', async () => {
  await database.run('CREATE TABLE told (id int PRIMARY KEY)')
  const source = await database.source(['public.told'], login(new URL(database.url).username, new URL(database.url).password))
  const { password } = new URL(database.url)
  expect(source.redact(`with ${password}`)).toBe('with [redacted]')
  const error = source.redact(new SyncError('source_unfit', `with ${password}`, { stream: 'public.told' }))
  expect(error).toMatchObject({ code: 'source_unfit', message: 'with [redacted]', stream: 'public.told' })
  expect(source.dataset!('public.told')).toEqual(postgresDataset(new URL(database.url), { schema: 'public', name: 'told' }))
  await source.close()
})

test('a lost position is reported, and reading again in full fixes it', async () => {
  await database.run('CREATE TABLE moved (id int PRIMARY KEY, v int)')
  await database.run('INSERT INTO moved VALUES (1, 1)')
  expect((await database.sync('public.moved')).status).toBe('succeeded')
  const kept = await database.run(`SELECT slice, state FROM landed._portico_slices WHERE stream = 'public.moved'`)
  await database.run('INSERT INTO moved VALUES (2, 2)')
  expect((await database.sync('public.moved')).status).toBe('succeeded')
  // The destination is put back to an older copy of itself.
  await database.run(`UPDATE landed._portico_slices SET state = $1 WHERE stream = 'public.moved'`, [kept[0]!['state']])
  expect(await told('public.moved')).toMatch(/^position_lost: .*older copy.*--full/)
  expect((await database.sync('public.moved', { full: true })).status).toBe('succeeded')
  await database.run('ALTER TABLE moved DROP CONSTRAINT moved_pkey, ADD PRIMARY KEY (id, v)')
  expect(await told('public.moved')).toMatch(/^position_lost: .*its key was id and is id, v/)
  await database.run('DROP TABLE moved; CREATE TABLE moved (id int PRIMARY KEY, v int)')
  expect(await told('public.moved')).toMatch(/^position_lost: .*dropped and recreated/)
  await database.run(`UPDATE landed._portico_slices SET state = jsonb_set(state::jsonb, '{position}', '"0/0"')::text`)
  expect(await told('public.moved')).toMatch(/^state_version: .*position/)
})
