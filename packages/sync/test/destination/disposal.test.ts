import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duckdbDestination } from '@portico/sync/duckdb'
import { jsonlDestination } from '@portico/sync/files'
import { postgresDestination } from '@portico/sync/postgres'
import { testPostgres } from '@portico/tools/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portico-disposal-'))
})
afterAll(() => rm(folder, { recursive: true }))

const dataset = `never_made_${randomUUID().slice(0, 8)}`

test.each([
  ['DuckDB', () => duckdbDestination({ path: join(folder, 'warehouse.duckdb'), dataset })],
  ['files', () => jsonlDestination({ folder: join(folder, 'lake'), dataset })],
  ['PostgreSQL', async () => postgresDestination({ url: await testPostgres(), dataset })],
])('a destination in %s closes with its block, even if it was closed before', async (_, open) => {
  {
    await using destination = await open()
    expect(await destination.status()).toEqual([])
  }
  await using again = await open()
  expect(await again.status()).toEqual([])
  await again.close()
})

test('a closed one can no longer be queried', async () => {
  const ended = async () => {
    await using destination = await postgresDestination({ url: await testPostgres(), dataset })
    return destination
  }
  await expect((await ended()).status()).rejects.toThrow('Client was closed')
})
