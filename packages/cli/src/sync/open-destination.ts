import { resolve } from 'node:path'
import type { Destination } from '@portico/sync'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { imported } from '../quality/quality-package.ts'
import { oneLine } from '../terminal/text.ts'

const mend = 'write duckdb:./warehouse.duckdb, postgres://user@host/database, jsonl:folder or parquet:folder'

/** Opens what `--to` names. What it can't be is a `Mistake`; that it can't be opened, an error of the data plane. */
export async function openDestination(io: Io, address: string, dataset: string): Promise<Destination> {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(dataset)) {
    throw new Mistake('usage', '--dataset', `'${oneLine(dataset)}' names no schema`, 'write letters, digits and underscores')
  }
  if (/^postgres(?:ql)?:\/\//.test(address)) {
    const { postgresDestination } = await imported('pg pg-copy-streams', () => import('@portico/sync/postgres'))
    return postgresDestination({ url: address, dataset })
  }
  const [, kind, place] = /^(duckdb|jsonl|parquet):(.+)$/s.exec(address) ?? []
  if (kind === undefined) throw new Mistake('usage', '--to', `'${oneLine(address)}' is no destination`, mend)
  const path = resolve(io.cwd, place!)
  if (kind === 'duckdb') {
    const { duckdbDestination } = await imported('@duckdb/node-api', () => import('@portico/sync/duckdb'))
    return duckdbDestination({ path, dataset })
  }
  const { jsonlDestination, parquetDestination } = await imported('@duckdb/node-api', () => import('@portico/sync/files'))
  return kind === 'jsonl' ? jsonlDestination({ folder: path, dataset }) : parquetDestination({ folder: path, dataset })
}
