import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from '../../src/store/connection.ts'
import { GroupCommit, type Write } from '../../src/store/group-commit.ts'
import type { Flushable } from '../../src/store/sqlite/log-flush.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import type { Statement } from '../../src/store/statement.ts'

let folder = ''
const opened: { close(): unknown }[] = []
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'portico-log-'))))
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close()
  await rm(folder, { recursive: true })
})

const insert: Statement = { name: 'insert', sqlite: 'insert into kept (number) values (?)', postgres: '' }
const select: Statement = { name: 'select', sqlite: 'select number from kept where number = ?', postgres: '' }
const keep: Write<number, void> = {
  name: 'keep',
  async run(session, numbers) {
    await session.each(
      insert,
      numbers.map((number) => [number]),
    )
    return numbers.map(() => undefined)
  },
}

/** A file whose log is flushed by `datasync`, and what another process would find in it. */
async function fileFlushedBy(datasync: Flushable['datasync']): Promise<{ connection: Connection; found: () => unknown[] }> {
  const path = join(folder, 'kept.db')
  const connection = await openSqlite(path, path, async () => ({ datasync, close: async () => undefined }))
  opened.push(connection)
  await sql`create table kept (number integer unique)`.execute(connection.db)
  const other = new Sqlite(path)
  opened.push(other)
  return { connection, found: () => other.prepare('select number from kept order by number').pluck().all() }
}

test('a write is answered when a flush is over that began after its commit, and what a kill before leaves is whole', async () => {
  const flushes: PromiseWithResolvers<void>[] = []
  const begun: unknown[][] = []
  const { connection, found } = await fileFlushedBy(() => {
    begun.push(found())
    const flush = Promise.withResolvers<void>()
    flushes.push(flush)
    return flush.promise
  })
  const commits = new GroupCommit(connection)
  const answered: number[] = []
  const written = async (number: number): Promise<void> => {
    await commits.write(keep, number)
    answered.push(number)
  }

  const first = Promise.all([written(1), written(2)])
  await expect.poll(() => begun).toEqual([[1, 2]])
  const second = written(3)
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(answered).toEqual([])
  // It waits for the flush under way, which it may not share.
  expect(found()).toEqual([1, 2])
  flushes[0]!.resolve()
  await first
  await expect
    .poll(() => begun)
    .toEqual([
      [1, 2],
      [1, 2, 3],
    ])
  expect(answered).toEqual([1, 2])
  flushes[1]!.resolve()
  await second
  expect(answered).toEqual([1, 2, 3])
})

test('after a flush that failed nothing is written or read any more: the system has dropped what it could not write', async () => {
  let flushes = 0
  const { connection, found } = await fileFlushedBy(async () => {
    flushes++
    throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
  })
  const commits = new GroupCommit(connection)
  await expect(commits.write(keep, 1)).rejects.toThrow('EIO')
  await expect(commits.write(keep, 2)).rejects.toThrow('EIO')
  await expect(sql`insert into kept (number) values (3)`.execute(connection.db)).rejects.toThrow('EIO')
  await expect(connection.read(select, [1])).rejects.toThrow('EIO')
  expect(flushes).toBe(1)
  expect(found()).toEqual([1])
})

test('SQLite flushes what Kysely commits, before and after writes of a group', async () => {
  const { connection } = await fileFlushedBy(async () => undefined)
  const level = async (): Promise<unknown> => (await sql`pragma synchronous`.execute(connection.db)).rows
  expect(await level()).toEqual([{ synchronous: 2 }])
  await new GroupCommit(connection).write(keep, 1)
  expect(await level()).toEqual([{ synchronous: 2 }])
})
