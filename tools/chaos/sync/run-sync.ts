import { sync } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { postgresDestination } from '@portico/sync/postgres'
import { boxes } from './faulty-vendor.ts'
import { tables, thingSource } from './thing-source.ts'

// One run of the sync in a process of its own, to be killed at any moment.
const [origin, address, dataset] = process.argv.slice(2) as [string, string, string]
const destination = address.startsWith('postgres:')
  ? await postgresDestination({ url: address, dataset })
  : await duckdbDestination({ path: address, dataset })
const source = thingSource(origin)
const report = await sync({
  source,
  destination,
  streams: Object.keys(tables),
  settings: { boxes },
  batch: { rows: 150 },
})
await destination.close()
await source.close()
process.send!(report)
process.disconnect()
