import type { Destination } from '@portico/sync'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { placeOf } from './place-of.ts'
import { imported } from '../optional-peers.ts'

/** Opens what `--to` names. An invalid one is a `Mistake`; a failure to open it is an error of the data plane. */
export async function openDestination(io: Io, address: string, dataset: string): Promise<Destination> {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(dataset)) {
    throw new Mistake('usage', '--dataset', `'${oneLine(dataset)}' names no schema`, 'write letters, digits and underscores')
  }
  const place = placeOf(io, address)
  if (place.kind === 'postgres') {
    const { postgresDestination } = await imported('pg pg-copy-streams', () => import('@portico/sync/postgres'))
    return postgresDestination({ url: place.url, dataset })
  }
  const { kind, path } = place
  if (kind === 'duckdb') {
    const { duckdbDestination } = await imported('@duckdb/node-api', () => import('@portico/sync/duckdb'))
    return duckdbDestination({ path, dataset })
  }
  const { jsonlDestination, parquetDestination } = await imported('@duckdb/node-api', () => import('@portico/sync/files'))
  return kind === 'jsonl' ? jsonlDestination({ folder: path, dataset }) : parquetDestination({ folder: path, dataset })
}
