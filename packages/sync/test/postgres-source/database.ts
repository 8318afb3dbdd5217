import { randomBytes } from 'node:crypto'
import { postgresSource as tables } from '@portico/connector-postgres/streams'
import { type Destination, type SourceReader, type StreamReport, sync, type SyncOptions } from '@portico/sync'
import { postgresDestination } from '@portico/sync/postgres'
import { postgresSource, type PostgresSourceOptions } from '@portico/sync/postgres-source'
import pg from 'pg'
import { testPostgres } from '../../../../tools/postgres/test-postgres.ts'
import { whenReleased } from '../../src/postgres-source/slot.ts'

/** A database of a test file's own on the real server, with a publication of its tables, and a schema for what lands. */
export interface TestDatabase {
  readonly url: string
  readonly settings: Readonly<Record<string, string>>
  run(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Syncs one table of it into its schema `landed`. */
  sync(stream: string, options?: Partial<SyncOptions>, source?: Partial<PostgresSourceOptions>): Promise<StreamReport>
  /** Opens it as a source; by default of the publication's tables. */
  source(names?: readonly string[], options?: Partial<PostgresSourceOptions>): Promise<SourceReader>
  /** Names of the slots that there are. */
  slots(): Promise<string[]>
  /** Drops a slot that nobody reads; the server may hold it for a moment after the sync that read it. */
  dropSlot(name: string): Promise<void>
  close(): Promise<void>
}

export async function testDatabase(): Promise<TestDatabase> {
  const server = await testPostgres()
  const name = `source_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client(server)
  await admin.connect()
  // By its files: to write a database's pages into the log, which is the default, takes three times as long.
  await admin.query(`CREATE DATABASE ${name} STRATEGY file_copy`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const client = new pg.Client(url.href)
  await client.connect()
  await client.query('CREATE PUBLICATION portico FOR TABLES IN SCHEMA public')
  const settings = { host: url.hostname, port: url.port, database: name, tls: 'disable' }
  const slots = async () => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT slot_name AS name FROM pg_replication_slots WHERE database = current_database() ORDER BY 1',
    )
    return rows.map((row) => row.name)
  }
  const dropSlot = async (slot: string) => {
    await whenReleased(AbortSignal.timeout(10_000), () => client.query('SELECT pg_drop_replication_slot($1)', [slot]))
  }
  const open = (names?: readonly string[], options?: Partial<PostgresSourceOptions>): Promise<SourceReader> =>
    postgresSource(tables, {
      tenantId: 'acme',
      credentials: { login: { username: url.username, password: url.password } },
      settings,
      ...(names && { tables: names }),
      ...options,
    })
  // Each opening reads what is saved anew; a connection of its own would cost it more than the rest.
  let destination: Promise<Destination> | undefined
  return {
    url: url.href,
    settings,
    async run(text, values = []) {
      const { rows } = await client.query<Record<string, unknown>>(text, [...values])
      return rows
    },
    async sync(stream, options = {}, of = {}) {
      const source = await open([stream], of)
      try {
        destination ??= postgresDestination({ url: url.href, dataset: 'landed' })
        const { streams } = await sync({ source, destination: await destination, streams: [stream], ...options })
        return streams[0]!
      } finally {
        await source.close()
      }
    },
    source: open,
    slots,
    dropSlot,
    async close() {
      await (await destination)?.close()
      for (const slot of await slots()) {
        await client.query(
          'SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1 AND active_pid IS NOT NULL',
          [slot],
        )
        await dropSlot(slot)
      }
      await client.end()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end()
    },
  }
}
