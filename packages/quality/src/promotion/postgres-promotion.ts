import type { ClientBase } from 'pg'
import type { Promotion, PromotionOutcome } from './promotion.ts'
import { runCheckpoint } from '../checkpoint/run-checkpoint.ts'
import { postgresDataset } from '../dataset/postgres-dataset.ts'
import { QualityError } from '../quality-error.ts'
import { render } from '../sql/dialect.ts'
import { postgresDialect } from '../sql/postgres-dialect.ts'
import { type Sql, joined, nameOf, sql } from '../sql/sql.ts'
import { tablePath } from '../dataset/table-path.ts'

/**
 * Runs a checkpoint over a staging table, locked against writes, and, if it passes, replaces the live table's rows with the
 * staged ones in the same transaction. A failed checkpoint leaves the live table as it is. The live table keeps its grants,
 * indexes and views, so it must have the staging table's columns; it is created where there is none. Throws a `QualityError`, and
 * then nothing moved.
 */
export async function promoteInPostgres(client: ClientBase, promotion: Promotion): Promise<PromotionOutcome> {
  const { checkpoint, staging, live } = promotion
  const from = nameOf(...tablePath(staging))
  const to = nameOf(...tablePath(live))
  const run = (statement: Sql): Promise<unknown> => client.query(render(statement, postgresDialect).text)
  await client.query('begin')
  try {
    const dataset = postgresDataset(client, staging, { inTransaction: true })
    const columns = (await dataset.columns()).map(({ name }) => name)
    await run(sql`lock table ${from} in share mode`)
    const outcome = await runCheckpoint(checkpoint, dataset, promotion)
    if (!outcome.judgement.success) {
      await client.query('rollback')
      return { ...outcome, promoted: false }
    }
    await run(sql`create table if not exists ${to} (like ${from})`)
    const found = (await postgresDataset(client, live, { inTransaction: true }).columns()).map(({ name }) => name)
    if (found.toSorted().join() !== columns.toSorted().join()) {
      throw new QualityError('dataset', '', `${live} and ${staging} have different columns: change the live table first`)
    }
    const names = joined(
      columns.map((name) => nameOf(name)),
      sql`, `,
    )
    await run(sql`truncate ${to}`)
    await run(sql`insert into ${to} (${names}) select ${names} from ${from}`)
    await client.query('commit')
    return { ...outcome, promoted: true }
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
