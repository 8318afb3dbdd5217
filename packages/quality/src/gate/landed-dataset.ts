import type { LandedTable } from '@portico/sync'
import type { DuckdbLandedTable } from '@portico/sync/duckdb'
import type { PostgresLandedTable } from '@portico/sync/postgres'
import type { Dataset } from '../dataset/dataset.ts'
import { duckdbDataset } from '../dataset/duckdb-dataset.ts'
import { postgresDataset } from '../dataset/postgres-dataset.ts'

/** What has landed, as a dataset. It is queried over the sync's own connection, between two of its transactions. */
export function landedDataset(landed: LandedTable): Dataset {
  return isOfDuckdb(landed)
    ? duckdbDataset(landed.connection, landed.path)
    : postgresDataset((landed as PostgresLandedTable).client, landed.path)
}

function isOfDuckdb(landed: LandedTable): landed is DuckdbLandedTable {
  return landed.engine === 'duckdb'
}
