import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { duckdbDestination } from '@portico/sync/duckdb'
import { expect, test } from 'vitest'
import { destinationContract } from './contract.ts'

destinationContract('duckdb', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  // The file's name is the database's, and may be the dataset's too.
  const path = join(folder, 'desk.duckdb')
  return {
    open: (dataset) => duckdbDestination({ path, dataset, threads: 1 }),
    async rows(dataset) {
      const instance = await DuckDBInstance.create(path)
      const connection = await instance.connect()
      const rows = await connection.runAndReadAll(`SELECT to_json(t) FROM desk.${dataset}.desk_tickets t ORDER BY id`)
      connection.closeSync()
      instance.closeSync()
      return rows.getRows().map(([text]) => JSON.parse(text as string) as Record<string, unknown>)
    },
    async close() {
      const left = (await readdir(folder)).filter((name) => name.includes('stage'))
      if (left.length > 0) throw new Error(`a batch stayed beside the database: ${left.join(', ')}`)
      await rm(folder, { recursive: true })
    },
  }
})

test('a file that is no database is refused, and so is a folder that is not there to be made', async () => {
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

test('what a killed run left staged is taken away by the next one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portico-duckdb-'))
  const left = join(folder, 'w.duckdb.portico-stage-1-desk_tickets-records.jsonl')
  await writeFile(left, '{}\n')
  await chmod(left, 0o600)
  const destination = await duckdbDestination({ path: join(folder, 'w.duckdb'), dataset: 'desk' })
  await destination.close()
  expect(await readdir(folder)).toEqual(['w.duckdb'])
  await rm(folder, { recursive: true })
})
