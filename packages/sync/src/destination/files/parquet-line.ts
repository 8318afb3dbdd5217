import type { Column } from '../../record/columns.ts'
import { SyncError } from '../../sync-error.ts'
import { csvLine } from '../duckdb/csv-line.ts'
import type { WriteLine } from '../lines.ts'

const endless = /^[+-]?inf/i

/**
 * A row in the form from which DuckDB writes Parquet. Parquet's dates and times are counts, with none for PostgreSQL's infinity;
 * what DuckDB writes instead is the year 5881580 to every other reader (DuckDB 1.5.6, 2026-11-28). So writing such a row throws a
 * SyncError.
 */
export function parquetLine(columns: readonly Column[]): WriteLine {
  const line = csvLine(columns)
  const times = columns.filter(({ type }) => type === 'date' || type === 'timestamp')
  return (row) => {
    for (const { name, type } of times) {
      const value = row[name]
      if (typeof value === 'string' && endless.test(value)) throw unkept(name, type)
    }
    return line(row)
  }
}

function unkept(name: string, type: string): SyncError {
  return new SyncError(
    'destination_refused',
    `parquet: ${name} of a record is infinite, and Parquet has no such ${type}: load the stream as jsonl, or into DuckDB or PostgreSQL`,
  )
}
