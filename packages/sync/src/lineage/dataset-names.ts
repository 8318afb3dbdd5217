import { resolve } from 'node:path'
import type { VendorIdentity } from '@portico/core'
import type { DatasetName } from './run-event.ts'

/** A stream as a dataset: its vendor's origin, and its name. A templated origin has no address before it is connected. */
export function streamDataset({ id, origins }: VendorIdentity, stream: string, origin = Object.values(origins)[0]): DatasetName {
  const literal = typeof origin === 'string' && !origin.includes('{')
  return { namespace: literal ? origin : `portico://${id}`, name: `${id}.${stream}` }
}

/** A table of PostgreSQL: https://github.com/OpenLineage/OpenLineage/blob/main/spec/Naming.md, 2026-11-28. */
export function postgresDataset(connection: URL, table: { readonly schema: string; readonly name: string }): DatasetName {
  const database = decodeURIComponent(connection.pathname.slice(1))
  return {
    namespace: `postgres://${connection.hostname}:${connection.port || '5432'}`,
    name: `${database}.${table.schema}.${table.name}`,
  }
}

/** A file, or a folder of files: the namespace is `file`, the name its absolute path. */
export function fileDataset(path: string): DatasetName {
  return { namespace: 'file', name: resolve(path) }
}

/**
 * A table of a DuckDB file. OpenLineage's naming has no entry for it, so it is named by its file, as other embedded databases
 * are.
 */
export function duckdbDataset(path: string, table: string): DatasetName {
  return { namespace: `duckdb://${resolve(path)}`, name: table }
}
