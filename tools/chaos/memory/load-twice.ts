import { join } from 'node:path'
import { type Destination, keepHeapSmall, sync, type SyncGate } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { jsonlDestination, parquetDestination } from '@portico/sync/files'
import { wideSource } from './wide-source.ts'

// load-twice.ts <place> <folder> <records> <bytes>. A separate process, whose memory is that of one sync.
const [place, folder, records, bytes] = process.argv.slice(2) as [string, string, string, string]
const dataset = 'chaos'
const places: Readonly<Record<string, () => Promise<Destination>>> = {
  duckdb: () => duckdbDestination({ path: join(folder, 'wide.duckdb'), dataset }),
  // A gate makes it copy the table first.
  duckdb_gated: () => duckdbDestination({ path: join(folder, 'wide.duckdb'), dataset }),
  jsonl: () => jsonlDestination({ folder, dataset }),
  parquet: () => parquetDestination({ folder, dataset }),
}
const passes: SyncGate = { concerns: () => true, check: async () => ({ passed: true, assertions: [] }) }

keepHeapSmall()
for (const round of [1, 2]) {
  const destination = await places[place]!()
  const source = wideSource(Number(records), Number(bytes), round)
  const gates = place === 'duckdb_gated' ? [passes] : []
  const report = await sync({ source, destination, streams: ['documents'], mode: 'append_dedup', gates })
  await destination.close()
  if (report.status !== 'succeeded') throw new Error(JSON.stringify(report.streams))
}
process.send!({ peakMb: process.resourceUsage().maxRSS / 1_024 })
process.disconnect()
