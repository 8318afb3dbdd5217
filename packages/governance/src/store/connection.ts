import type { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { Dialect } from './dialect.ts'
import type { Transactor } from './group-commit.ts'
import type { Statement, Value } from './statement.ts'

/** An open database of either dialect. */
export interface Connection extends Transactor {
  readonly dialect: Dialect
  /** For everything off the hot path. On SQLite its transactions take the write lock when they begin. */
  readonly db: Kysely<Database>
  /** Reads outside a transaction, using a prepared statement. */
  read<Row>(statement: Statement, values: readonly Value[]): Promise<readonly Row[]>
  close(): Promise<void>
}
