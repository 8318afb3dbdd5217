import { postgresSource as tables } from '@portico/connector-postgres/streams'
import { sync } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { postgresSource } from '@portico/sync/postgres-source'
import { table } from './load.ts'

// One run of the sync in a separate process, to be killed at any moment.
const [address, path] = process.argv.slice(2) as [string, string]
const { hostname, port, username, password, pathname } = new URL(address)
const stream = `public.${table}`
const destination = await duckdbDestination({ path, dataset: 'chaos' })
const source = await postgresSource(tables, {
  tenantId: 'chaos',
  credentials: { login: { username, password } },
  settings: { host: hostname, port, database: pathname.slice(1), tls: 'disable' },
  tables: [stream],
})
const report = await sync({
  source,
  destination,
  streams: [stream],
  batch: { rows: 1_500 },
  observers: [{ read: () => void process.send!('step'), landed: () => void process.send!('step') }],
})
await source.close()
await destination.close()
process.send!(report)
process.disconnect()
