import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from '../../src/store/connection.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import type { Statement } from '../../src/store/statement.ts'

let folder: string
let connection: Connection
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-rows-'))
  connection = await openSqlite(join(folder, 'rows.db'), 'sqlite:rows.db')
  await connection.db.schema
    .createTable('things')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .addColumn('kind', 'text')
    .execute()
})
afterEach(async () => {
  await connection.close()
  rmSync(folder, { recursive: true })
})

const insert: Statement = {
  name: 'things-insert',
  row: `(?, ?, 'thing')`,
  sqlite: `insert into things (id, name, kind) values (?, ?, 'thing') on conflict do nothing returning id, name, kind`,
  postgres: '',
}
const rows = (from: number, count: number) => Array.from({ length: count }, (_, at) => [from + at, `thing ${from + at}`] as const)
async function inserted(values: readonly (readonly [number, string])[]): Promise<readonly number[]> {
  let ids: readonly number[] = []
  await connection.transaction(async (session) => {
    ids = (await session.each<{ readonly id: number }>(insert, values)).map(({ id }) => id)
  })
  return ids.toSorted((one, other) => one - other)
}

test.each([0, 1, 15, 16, 17, 32, 41])('%i rows are inserted once each, by sixteen and singly', async (count) => {
  expect(await inserted(rows(1, count))).toEqual(rows(1, count).map(([id]) => id))
  // Of what is there, and of what stands twice in one group, only what is new is returned.
  expect(await inserted([...rows(1, count + 1), ...rows(count + 1, 20)])).toEqual(rows(count + 1, 20).map(([id]) => id))
  const kept = await connection.db
    .selectFrom('things' as never)
    .selectAll()
    .execute()
  expect(kept).toEqual(rows(1, count + 20).map(([id, name]) => ({ id, name, kind: 'thing' })))
})

test('a row that is not exactly once in its statement is our fault', async () => {
  const wrong = { ...insert, name: 'things-wrong', row: '(?)' }
  const running = connection.transaction(async (session) => void (await session.each(wrong, rows(1, 16))))
  await expect(running).rejects.toThrow('has its row (?) not once')
  expect(await inserted(rows(1, 1))).toEqual([1])
})
