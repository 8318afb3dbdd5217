import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, StoreError } from '@portico/governance'
import { testPostgres } from '@portico/tools/postgres'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { onEveryStore, type TestStore } from './every-store.ts'

async function refusal(url: string, options?: Parameters<typeof openStore>[1]): Promise<StoreError> {
  const error: unknown = await openStore(url, options).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StoreError)
  return error as StoreError
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-open-'))
})
afterAll(() => rm(folder, { recursive: true }))

function opening(store: TestStore): void {
  test('several instances that start together create one schema', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => store.open()))
    for (const { db } of stores) expect(await db.selectFrom('claims').selectAll().execute()).toEqual([])
  })

  test('an up-to-date store opens without migrating', async () => {
    await store.open()
    const { db } = await store.open({ migrate: false })
    expect(await db.selectFrom('claims').selectAll().execute()).toEqual([])
  })

  test('a store of a newer version is refused and left as it is', async () => {
    const { db } = await store.open()
    const { url, schema } = store.address()
    const newer = sql`insert into portico_migration (name, timestamp) values ('9999-future', '2030-01-01T00:00:00Z')`
    await newer.execute(db)
    const error = await refusal(url, { schema })
    await sql`delete from portico_migration where name = '9999-future'`.execute(db)
    expect(error).toMatchObject({ code: 'newer' })
    expect(error.message).toMatch(/9999-future.*update the package: the store was left as it is/)
  })

  test('a closed store takes nothing more', async () => {
    const opened = await store.open()
    await opened.close()
    const key = { tenantId: 'acme', account: 'default', connector: 'stripe', operation: 'createRefund', key: 'late' }
    await expect(opened.claims.abandon({ ...key, claimant: 'call-1' }, 1)).rejects.toThrow('closed')
  })
}

onEveryStore('opening', opening, { unmigrated: true })

describe('a SQLite file', () => {
  test('is made readable by its owner alone, also where it was there before', async () => {
    const path = join(folder, 'mode.db')
    await writeFile(path, '')
    await chmod(path, 0o644)
    const store = await openStore(`sqlite:${path}`)
    const modes = await Promise.all([path, `${path}-wal`, `${path}-shm`].map(async (file) => (await stat(file)).mode & 0o777))
    await store.close()
    expect(modes).toEqual([0o600, 0o600, 0o600])
  })

  test('is none for a store in memory, and leaves none', async () => {
    const store = await openStore('sqlite::memory:')
    await store.close()
    await expect(stat(':memory:')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('flushes each commit to disk', async () => {
    const store = await openStore(`sqlite:${join(folder, 'durable.db')}`)
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(store.db)
    await store.close()
    expect(rows).toEqual([{ synchronous: 2 }])
  })

  test.each([
    ['no database', randomBytes(8_192)],
    ['text', Buffer.from('{"claims":[]}\n'.repeat(100))],
  ])('that is %s is refused and not touched', async (_, bytes) => {
    const path = join(folder, 'corrupt.db')
    await writeFile(path, bytes)
    const error = await refusal(`sqlite:${path}`)
    expect(error).toMatchObject({ code: 'corrupt' })
    expect(error.message).toMatch(/is damaged, or not a store: restore it from a backup/)
    expect((await readFile(path)).equals(bytes)).toBe(true)
  })

  test('whose pages are damaged is refused and not touched', async () => {
    const path = join(folder, 'damaged.db')
    await (await openStore(`sqlite:${path}`)).close()
    const bytes = await readFile(path)
    bytes.fill(0xff, 100, 4_096)
    await writeFile(path, bytes)
    expect(await refusal(`sqlite:${path}`)).toMatchObject({ code: 'corrupt' })
    expect((await readFile(path)).equals(bytes)).toBe(true)
  })

  test('of another program is refused and not touched', async () => {
    const path = join(folder, 'other.db')
    const other = new Sqlite(path)
    other.exec('create table claims (id integer primary key)')
    other.close()
    const bytes = await readFile(path)
    const error = await refusal(`sqlite:${path}`)
    expect(error.message).toMatch(/is the database of another program: name another file/)
    expect((await readFile(path)).equals(bytes)).toBe(true)
  })

  test('in a folder that is not there is refused', async () => {
    const error = await refusal(`sqlite:${join(folder, 'nowhere', 'portico.db')}`)
    expect(error.message).toMatch(/folder that does not exist: create the folder first/)
  })

  test('that is new is refused where nobody may migrate it', async () => {
    const error = await refusal(`sqlite:${join(folder, 'new.db')}`, { migrate: false })
    expect(error).toMatchObject({ code: 'older', hint: 'run portico store migrate' })
  })
})

describe('a PostgreSQL server', () => {
  test('that does not run is named without its password', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const error = await refusal(`postgres://app:s3cret@127.0.0.1:${port}/orders?password=s3cret`)
    expect(error.message).toBe(
      `the store postgres://app@127.0.0.1:${port}/orders cannot be reached: nothing listens there: start PostgreSQL, or correct host and port`,
    )
  })

  test('that refuses the password, or has no such database, says so', async () => {
    const url = new URL(await testPostgres())
    const missing = new URL(url)
    missing.pathname = '/not_there'
    expect((await refusal(missing.href)).message).toMatch(/has no such database: create it/)
    url.password = 'wrong-s3cret'
    const refused = await refusal(url.href)
    expect(refused.message).toMatch(/refuses the password/)
    expect(refused.message).not.toContain('wrong-s3cret')
  })

  test('flushes each commit to disk, whatever its role is set to', async () => {
    const url = new URL(await testPostgres())
    url.searchParams.set('options', '-c synchronous_commit=off -c statement_timeout=7s')
    const store = await openStore(url.href, { schema: 'test_durable' })
    const { rows } =
      await sql`select current_setting('synchronous_commit') as flush, current_setting('statement_timeout') as timeout`.execute(
        store.db,
      )
    await sql`drop schema test_durable cascade`.execute(store.db)
    await store.close()
    expect(rows).toEqual([{ flush: 'on', timeout: '7s' }])
  })

  test.each([
    [60_000, 'behind'],
    [-60_000, 'ahead of'],
  ])('whose clock is not that of this machine (%i ms) is refused', async (ms, told) => {
    const url = await testPostgres()
    const real = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => real() + ms)
    const error = await refusal(url, { schema: 'test_clock' })
    expect(error).toMatchObject({ code: 'clock' })
    expect(error.problem).toMatch(new RegExp(`^has a clock that is (59|60)\\.\\d s ${told} this machine's$`))
  })

  test('is made while others drop tables beside it', async () => {
    const url = await testPostgres()
    const beside = await openStore(url, { schema: 'test_beside' })
    const made = new AbortController()
    const dropping = (async () => {
      while (!made.signal.aborted) {
        const name = sql.id(`dropped_${randomBytes(4).toString('hex')}`)
        await sql`create schema ${name} create table one (id serial) create table two (id serial)`.execute(beside.db)
        await sql`drop schema ${name} cascade`.execute(beside.db)
      }
    })()
    // Two, since a single one may be done between two drops.
    const names = Array.from({ length: 2 }, (_, index) => `test_made_${index}`)
    const openings = await Promise.allSettled(names.map(async (schema) => (await openStore(url, { schema })).close()))
    made.abort()
    await dropping
    expect(openings.filter(({ status }) => status === 'rejected')).toEqual([])
    for (const name of ['test_beside', ...names]) await sql`drop schema ${sql.id(name)} cascade`.execute(beside.db)
    await beside.close()
  })

  test('is given another schema for another store', async () => {
    const url = await testPostgres()
    const error = await refusal(url, { schema: 'Odd; drop' })
    expect(error).toMatchObject({ code: 'address' })
  })
})

test.each(['portico.db', 'mysql://root:s3cret@host/db', 'sqlite:', ''])('%s is no store', async (url) => {
  const error = await refusal(url)
  expect(error).toMatchObject({ code: 'address' })
  expect(error.message).not.toContain('s3cret')
})
