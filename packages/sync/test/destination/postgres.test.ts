import { randomUUID } from 'node:crypto'
import { postgresDestination } from '@portico/sync/postgres'
import { testPostgres } from '@portico/tools/postgres'
import pg from 'pg'
import { expect, test } from 'vitest'
import { destinationContract, landing } from './contract.ts'

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await testPostgres() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function place() {
  const url = await testPostgres()
  const prefix = `s${randomUUID().slice(0, 8)}_`
  const schemas = new Set<string>()
  return {
    schema: (dataset: string) => prefix + dataset,
    open: (dataset: string) => {
      schemas.add(prefix + dataset)
      return postgresDestination({ url, dataset: prefix + dataset })
    },
    rows: (dataset: string) =>
      withClient(async (client) => {
        const { rows } = await client.query<{ row: Record<string, unknown> }>(
          `SELECT to_jsonb(t) AS row FROM ${prefix}${dataset}.desk_tickets t ORDER BY id`,
        )
        return rows.map(({ row }) => row)
      }),
    close: () =>
      withClient(async (client) => {
        for (const schema of schemas) await client.query(`DROP SCHEMA ${schema} CASCADE`)
      }),
  }
}

destinationContract('postgres', place)

test('a password is in no error, and a server that is not there is said to be', async () => {
  const url = 'postgres://loader:hunter2hunter2@127.0.0.1:1/warehouse'
  const error = await postgresDestination({ url, dataset: 'desk' }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'destination_unavailable',
    message: expect.stringContaining('postgres://loader@127.0.0.1:1/warehouse') as string,
  })
  expect(JSON.stringify(error) + String(error)).not.toContain('hunter2')
  await expect(postgresDestination({ url: 'warehouse', dataset: 'desk' })).rejects.toMatchObject({ code: 'invalid_options' })
})

test('a database that may only be read is said to be', async () => {
  const url = new URL(await testPostgres())
  url.searchParams.set('options', '-c default_transaction_read_only=on')
  await expect(postgresDestination({ url: url.href, dataset: `s${randomUUID().slice(0, 8)}` })).rejects.toMatchObject({
    code: 'destination_unavailable',
    message: expect.stringContaining('read-only') as string,
  })
})

test('of two tenants that come to a dataset at once, before there is any, one has it', async () => {
  const { open, close } = await place()
  const [one, other] = await Promise.all([open('desk'), open('desk')])
  const opened = await Promise.allSettled([
    one.open(landing),
    other.open({ ...landing, owner: { ...landing.owner, tenantId: 'other' } }),
  ])
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(opened.find((each) => each.status === 'rejected')!.reason).toMatchObject({ code: 'dataset_taken' })
  await Promise.all([one.close(), other.close()])
  await close()
})
