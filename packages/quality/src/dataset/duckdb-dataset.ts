import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { Cell, Dataset } from './dataset.ts'
import { QualityError } from '../quality-error.ts'
import { columnOf } from '../sql/column-kind.ts'
import { render } from '../sql/dialect.ts'
import { duckdbDialect } from '../sql/duckdb-dialect.ts'
import { nameOf, sql } from '../sql/sql.ts'
import { type TableName, tablePath } from './table-path.ts'

/** A table or view of DuckDB, named `table` or `schema.table`. The caller keeps the connection, and closes it. */
export function duckdbDataset(connection: DuckDBConnection, table: TableName): Dataset {
  const relation = nameOf(...tablePath(table))
  const name = typeof table === 'string' ? table : table.join('.')
  return {
    name,
    dialect: duckdbDialect,
    relation,
    other: (other) => nameOf(...tablePath(other)),
    async columns() {
      const { text } = render(sql`describe ${relation}`, duckdbDialect)
      try {
        const reader = await connection.runAndReadAll(text)
        return reader.getRows().map(([column, type]) => columnOf(String(column), String(type)))
      } catch (error) {
        throw new QualityError('dataset', '', `${name} can't be described: is it there?`, error)
      }
    },
    async query({ text, values }) {
      const bound = values.map((value) => (typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value))
      const reader = await connection.runAndReadAll(text, bound)
      return reader.getRows().map((row) => row.map(cellOf))
    },
  }
}

function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value
  if (typeof value === 'bigint')
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value)
  if ('toDouble' in value) return value.toDouble()
  const text = String(value)
  return /^\d{4}-\d{2}-\d{2} \d{2}:/.test(text) ? text.replace(' ', 'T') : text
}
