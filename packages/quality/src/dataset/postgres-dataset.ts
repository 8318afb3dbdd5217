import type { ClientBase } from 'pg'
import type { Cell, Column, Dataset } from './dataset.ts'
import { QualityError } from '../quality-error.ts'
import { columnOf } from '../sql/column-kind.ts'
import { type Statement, render } from '../sql/dialect.ts'
import { postgresDialect } from '../sql/postgres-dialect.ts'
import { nameOf } from '../sql/sql.ts'
import { type TableName, tablePath } from './table-path.ts'

export interface PostgresDatasetOptions {
  /**
   * The client is in a transaction of the caller, such as one that sees uncommitted rows or reads a single snapshot. Each
   * statement then has a savepoint, so that a refused one does not abort the others.
   */
  readonly inTransaction?: boolean
}

/** A table or view of PostgreSQL, named `table` or `schema.table`. The caller keeps the client, and closes it. */
export function postgresDataset(
  client: ClientBase,
  table: TableName,
  { inTransaction = false }: PostgresDatasetOptions = {},
): Dataset {
  const relation = nameOf(...tablePath(table))
  const name = typeof table === 'string' ? table : table.join('.')
  const run = async ({ text, values }: Statement): Promise<Cell[][]> => {
    const answer = await client.query<Cell[]>({ text, values: [...values], rowMode: 'array', types: { getTypeParser: parserOf } })
    return answer.rows
  }
  return {
    name,
    dialect: postgresDialect,
    relation,
    other: (other) => nameOf(...tablePath(other)),
    async columns() {
      const columns = await columnsOf(run, render(relation, postgresDialect).text)
      if (columns.length === 0) throw new QualityError('dataset', '', `${name} is not there`)
      return columns
    },
    async query(statement) {
      if (!inTransaction) return run(statement)
      await client.query('savepoint portico_expectation')
      try {
        const rows = await run(statement)
        await client.query('release savepoint portico_expectation')
        return rows
      } catch (error) {
        await client.query('rollback to savepoint portico_expectation')
        throw error
      }
    },
  }
}

async function columnsOf(run: (statement: Statement) => Promise<Cell[][]>, relation: string): Promise<Column[]> {
  const text = `select attname, format_type(atttypid, atttypmod) from pg_attribute
    where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`
  try {
    const rows = await run({ text, values: [relation] })
    return rows.map(([name, type]) => columnOf(String(name), String(type)))
  } catch (error) {
    throw new QualityError('dataset', '', `${relation} can't be described`, error)
  }
}

// By the OIDs of PostgreSQL's built-in types, which never change.
const parsers: Readonly<Record<number, (text: string) => Cell>> = {
  16: (text) => text === 't',
  20: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  1114: (text) => text.replace(' ', 'T'),
  1184: (text) => text.replace(' ', 'T'),
  1700: Number,
}

function parserOf(type: number): (text: string) => Cell {
  return parsers[type] ?? ((text) => text)
}
