import { expect, test } from 'vitest'
import { promoteInDuckdb } from '../src/duckdb.ts'
import { readSuite } from '../src/index.ts'
import { promoteInPostgres } from '../src/postgres.ts'
import { duckdbOfFile } from './fixture/duckdb.ts'
import { withPostgres } from './fixture/postgres.ts'

const withDuckdb = duckdbOfFile()

const suite = readSuite(
  '{"name":"orders","expectations":[{"type":"expect_column_values_to_be_unique","kwargs":{"column":"id"}}]}',
)
const facts = { name: 'orders', owner: 'Data Platform', consumers: [], sensitivity: 'S1', sensitiveFields: {} } as const
const promotion = {
  checkpoint: { name: 'landing', suite, facts },
  staging: 'staging_orders',
  live: 'orders',
  tenantId: 'acme',
  runId: 'run-1',
}

const tables =
  "create table orders (id integer, note text); insert into orders values (1, 'old'); create table staging_orders (id integer, note text)"

test('on DuckDB a failed checkpoint keeps the old data live, and a passed one replaces it', async () => {
  await withDuckdb(async (connection) => {
    const live = async () => (await connection.runAndReadAll('select id, note from orders order by id')).getRows()
    await connection.run(`${tables}; insert into staging_orders values (2, 'new'), (2, 'again')`)
    expect(await promoteInDuckdb(connection, promotion)).toMatchObject({ promoted: false, judgement: { verdict: 'operational' } })
    expect(await live()).toEqual([[1, 'old']])
    await connection.run("update staging_orders set id = 3 where note = 'again'")
    expect(await promoteInDuckdb(connection, promotion)).toMatchObject({ promoted: true, judgement: { verdict: 'passed' } })
    expect(await live()).toEqual([
      [2, 'new'],
      [3, 'again'],
    ])
  })
})

test('on DuckDB rows added during the judgement are not promoted unseen', async () => {
  await withDuckdb(async (connection) => {
    await connection.run(`${tables}; insert into staging_orders values (2, 'new')`)
    const events = { publish: async () => void (await connection.run("insert into staging_orders values (2, 'late')")) }
    await expect(promoteInDuckdb(connection, { ...promotion, events })).rejects.toMatchObject({ code: 'dataset' })
    expect((await connection.runAndReadAll('select note from orders')).getRows()).toEqual([['old']])
    await expect(promoteInDuckdb(connection, { ...promotion, staging: 'nobody' })).rejects.toMatchObject({ code: 'dataset' })
  })
})

test('the same on PostgreSQL, where the live table stays the same table', async () => {
  await withPostgres('quality_promotion', async (client) => {
    const live = async () => (await client.query({ text: 'select id, note from orders order by id', rowMode: 'array' })).rows
    await client.query(
      `${tables}; create view shown as select note from orders; insert into staging_orders values (2, 'new'), (2, 'again')`,
    )
    expect(await promoteInPostgres(client, promotion)).toMatchObject({ promoted: false })
    expect(await live()).toEqual([[1, 'old']])
    await client.query("update staging_orders set id = 3 where note = 'again'")
    expect(await promoteInPostgres(client, promotion)).toMatchObject({ promoted: true })
    expect(await live()).toEqual([
      [2, 'new'],
      [3, 'again'],
    ])
    expect((await client.query('select note from shown')).rowCount).toBe(2)
    await client.query('alter table staging_orders add column extra text')
    await expect(promoteInPostgres(client, promotion)).rejects.toMatchObject({ code: 'dataset' })
    expect(await live()).toHaveLength(2)
    expect(await promoteInPostgres(client, { ...promotion, live: 'fresh_orders' })).toMatchObject({ promoted: true })
  })
})
