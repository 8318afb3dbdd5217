import type { DuckDBConnection } from '@duckdb/node-api'
import type { Promotion, PromotionOutcome } from './promotion.ts'
import { runCheckpoint } from '../checkpoint/run-checkpoint.ts'
import { duckdbDataset } from '../dataset/duckdb-dataset.ts'
import { QualityError } from '../quality-error.ts'
import { render } from '../sql/dialect.ts'
import { duckdbDialect } from '../sql/duckdb-dialect.ts'
import { type Sql, nameOf, sql } from '../sql/sql.ts'
import { tablePath } from '../dataset/table-path.ts'

/**
 * Runs a checkpoint over a staging table and, if it passes, replaces the live table's rows with the staged ones in one
 * transaction. A failed checkpoint leaves the live table as it is. Throws a `QualityError`, also if the staging table changed
 * while it was judged; then nothing moved either.
 */
export async function promoteInDuckdb(connection: DuckDBConnection, promotion: Promotion): Promise<PromotionOutcome> {
  const { checkpoint, staging, live } = promotion
  const from = nameOf(...tablePath(staging))
  const to = nameOf(...tablePath(live))
  const dataset = duckdbDataset(connection, staging)
  await dataset.columns()
  // A refused expression aborts a DuckDB transaction, which has no savepoints. So the table is judged before the transaction, and
  // a hash shows whether its rows are still the same.
  const judged = await fingerprint(connection, from)
  const outcome = await runCheckpoint(checkpoint, dataset, promotion)
  if (!outcome.judgement.success) return { ...outcome, promoted: false }
  await connection.run('begin transaction')
  try {
    if ((await fingerprint(connection, from)) !== judged) {
      throw new QualityError('dataset', '', `${staging} was written to while it was judged`)
    }
    await connection.run(render(sql`create or replace table ${to} as from ${from}`, duckdbDialect).text)
    await connection.run('commit')
  } catch (error) {
    await connection.run('rollback')
    throw error
  }
  return { ...outcome, promoted: true }
}

async function fingerprint(connection: DuckDBConnection, table: Sql): Promise<string> {
  const { text } = render(
    sql`select count(*), bit_xor(hash(judged)), sum(hash(judged) % 1000003) from ${table} as judged`,
    duckdbDialect,
  )
  const reader = await connection.runAndReadAll(text)
  return reader.getRows().flat().map(String).join()
}
