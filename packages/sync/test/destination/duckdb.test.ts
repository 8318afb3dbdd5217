import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBConnection, type DuckDBInstance } from '@duckdb/node-api'
import { duckdbDestination, openDuckdb } from '@portico/sync/duckdb'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { joinRowGroups } from '../../src/destination/duckdb/join-row-groups.ts'
import { quoted } from '../../src/destination/sql-text.ts'
import { destinationContract } from './contract.ts'
import { batch, landing, ticket } from './landing.ts'

let home: string
let instance: DuckDBInstance
let reader: DuckDBConnection
// The file's name is the database's, and may be the dataset's too.
const shared = (): string => join(home, 'desk.duckdb')

// Starting DuckDB takes longer than most of the tests, so that they share one.
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  instance = await openDuckdb({ path: shared() })
  reader = await instance.connect()
})
afterAll(async () => {
  reader.closeSync()
  instance.closeSync()
  await rm(home, { recursive: true })
})

let places = 0
destinationContract('duckdb', async () => {
  const suffix = places++ === 0 ? '' : `_${places}`
  return {
    open: (dataset) => duckdbDestination({ path: shared(), dataset: dataset + suffix }),
    unfitNames: ['Case', 'case'],
    async rows(dataset) {
      const rows = await reader.runAndReadAll(`SELECT to_json(t) FROM desk.${dataset}${suffix}.desk_tickets t ORDER BY id`)
      return rows.getRows().map(([text]) => JSON.parse(text as string) as Record<string, unknown>)
    },
    async isThere(dataset) {
      const found = await reader.runAndReadAll(`SELECT 1 FROM duckdb_schemas() WHERE schema_name = '${dataset}${suffix}'`)
      return found.currentRowCount > 0
    },
    async close() {
      const left = (await readdir(home)).filter((name) => name.includes('stage'))
      if (left.length > 0) throw new Error(`a batch stayed beside the database: ${left.join(', ')}`)
    },
  }
})

test('a file that is not a database is refused, and so is one in a missing folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  await writeFile(join(folder, 'notes.txt'), 'these are not the tables you are looking for'.repeat(100))
  await expect(duckdbDestination({ path: join(folder, 'notes.txt'), dataset: 'desk' })).rejects.toMatchObject({
    code: 'destination_unavailable',
    message: expect.stringContaining('duckdb:') as string,
  })
  await expect(duckdbDestination({ path: join(folder, 'notes.txt', 'w.duckdb'), dataset: 'desk' })).rejects.toMatchObject({
    code: 'destination_unavailable',
  })
  await rm(folder, { recursive: true })
})

test('the next run removes what a killed one left staged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  // No process has the highest number that there can be; ours, in a container, may have been another's before.
  await writeFile(join(folder, 'w.duckdb.portico-stage-4194304-desk_tickets-records-0a1b2c3d.csv'), '1\n')
  const before = join(folder, `w.duckdb.portico-stage-${process.pid}-desk_tickets-records-0a1b2c3d.csv`)
  await writeFile(before, '1\n')
  await utimes(before, 0, 0)
  const destination = await duckdbDestination({ path: join(folder, 'w.duckdb'), dataset: 'desk' })
  await destination.close()
  expect(await readdir(folder)).toEqual(['w.duckdb'])
  await rm(folder, { recursive: true })
})

test('writers of one file in one process share it: each lands, and readers see both', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  const path = join(folder, 'w.duckdb')
  const one = await duckdbDestination({ path, dataset: 'one' })
  const other = await duckdbDestination({ path, dataset: 'other' })
  await expect(duckdbDestination({ path, dataset: 'third', threads: 2 })).rejects.toMatchObject({
    message: expect.stringContaining('with another memoryLimit or threads') as string,
  })
  await Promise.all(
    [one, other].map(async (destination) => {
      const writer = await destination.open(landing)
      await writer.land(batch({ records: [ticket(1)] }))
      await writer.close()
      await destination.close()
    }),
  )
  const again = await duckdbDestination({ path, dataset: 'one' })
  expect(await again.status()).toMatchObject([{ stream: 'deskTickets' }])
  await again.close()
  await rm(folder, { recursive: true })
})

test('of two that first open a stream at once, one is refused, and the state carries on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  const path = join(folder, 'w.duckdb')
  const opening = { ...landing, mode: 'overwrite' } as const
  const both = [await duckdbDestination({ path, dataset: 'desk' }), await duckdbDestination({ path, dataset: 'desk' })]
  const opened = await Promise.allSettled(both.map((destination) => destination.open(opening)))
  for (const each of opened.filter(({ status }) => status === 'rejected')) {
    expect(each).toMatchObject({
      reason: { code: 'destination_unavailable', message: expect.stringContaining('another run') as string },
    })
  }
  const writer = await both[0]!.open(opening)
  await writer.land(batch({ generation: 1, startsGeneration: true, completesGeneration: true, records: [ticket(1)] }))
  expect(await both[0]!.status()).toHaveLength(1)
  for (const destination of both) await destination.close()
  await rm(folder, { recursive: true })
})

test('a dataset and a table may have quotes in their names, also when they are opened again', async () => {
  // What a table of a source is called is the source's own affair.
  const named = { ...landing, name: `sales."it's"/a` }
  for (const id of [1, 2]) {
    const destination = await duckdbDestination({ path: shared(), dataset: `"odd's"` })
    const writer = await destination.open(named)
    expect(writer.schemaChanges).toEqual([])
    await writer.land(batch({ records: [ticket(id)] }))
    await writer.close()
    await destination.close()
  }
  const rows = await reader.runAndReadAll(`SELECT count(*) FROM desk.${quoted(`"odd's"`)}.${quoted(`sales__it's__a`)}`)
  expect(rows.getRows()).toEqual([[2n]])
})

test('a failure after a batch is committed does not fail its landing, and the next one reports it before anything moves', async () => {
  const destination = await duckdbDestination({ path: shared(), dataset: 'settling' })
  const writer = await destination.open(landing)
  await writer.land(batch({ records: [ticket(1)] }))
  const run = DuckDBConnection.prototype.run
  const spy = vi.spyOn(DuckDBConnection.prototype, 'run').mockImplementation(function (this: DuckDBConnection, ...given) {
    if (given[0].startsWith('DROP TABLE IF EXISTS temp.')) return Promise.reject(new Error('IO Error: planted'))
    return run.apply(this, given)
  })
  const ids = async () => (await reader.runAndReadAll('SELECT id FROM desk.settling.desk_tickets ORDER BY id')).getRows()
  try {
    await expect(writer.land(batch({ records: [ticket(2)] }))).rejects.toMatchObject({
      message: expect.stringContaining('planted') as unknown,
    })
    expect(await ids()).toEqual([[1n]])
    // Nor of the stream that ends with it: it is the next one of the same connection that says it.
    await writer.close()
    const next = await destination.open({ ...landing, name: 'deskQueues' })
    await expect(next.land(batch({ records: [ticket(9)] }))).rejects.toMatchObject({
      message: expect.stringContaining('planted') as unknown,
    })
  } finally {
    spy.mockRestore()
  }
  const again = await destination.open(landing)
  await again.land(batch({ records: [ticket(3)] }))
  expect(await ids()).toEqual([[1n], [3n]])
  await again.close()
  await destination.close()
})

test('the row groups that landings leave are joined, unless the rows of any table are too heavy for that', async () => {
  // In a file of their own: a checkpoint goes over all tables, and there are many here.
  const folder = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  const file = await openDuckdb({ path: join(folder, 'w.duckdb') })
  const connection = await file.connect()
  const table = '"w"."groups"."t"'
  const groups = async () =>
    (await connection.runAndReadAll(`SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('${table}')`)).getRows()[0]![0]
  const land = async (values: string, times: number) => {
    for (let time = 0; time < times; time++) {
      await connection.run(`INSERT INTO ${table} VALUES (${values})`)
      await connection.run('CHECKPOINT')
    }
  }
  await connection.run('CREATE SCHEMA groups')
  await connection.run(`CREATE TABLE ${table} (id BIGINT, body VARCHAR)`)
  await land(`1, 'short'`, 17)
  expect(await groups()).toBe(17n)
  await connection.run(`INSERT INTO ${table} VALUES (1, 'short')`)
  // One that is not there yet keeps no other from being joined.
  await joinRowGroups(connection, ['"w"."groups"."none"', table], '256MB')
  expect(await groups()).toBe(1n)
  await land(`1, 'short'`, 15)
  await land(`2, repeat(repeat('long', 1000), 2300)`, 2)
  await connection.run(`INSERT INTO ${table} VALUES (1, 'short')`)
  await joinRowGroups(connection, [table], '256MB')
  expect(await groups()).toBe(19n)
  // How heavy the rows of another are is not known, where its name can't be asked for.
  await connection.run(`DELETE FROM ${table} WHERE id = 2`)
  await connection.run(`CREATE TABLE groups."somebody""s" (id BIGINT)`)
  await joinRowGroups(connection, [table], '256MB')
  expect(await groups()).toBe(19n)
  connection.closeSync()
  file.closeSync()
  await rm(folder, { recursive: true })
})
