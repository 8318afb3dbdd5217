import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column } from '../../record/columns.ts'
import { stageRows } from '../duckdb/staged-rows.ts'
import { jsonLine } from '../json-line.ts'
import type { Lines, WriteLine } from '../lines.ts'
import { literal, quoted } from '../sql-text.ts'
import { type FileFormat, syncPath } from './manifest.ts'
import { parquetLine } from './parquet-line.ts'
import type { SpillingDuckdb } from './spilling-duckdb.ts'

/** How a row is written on its way to a file: in the file's own format, or in the form from which DuckDB writes the file. */
export function lineOf(format: FileFormat, columns: readonly Column[]): WriteLine {
  return format === 'parquet' ? parquetLine(columns) : jsonLine(columns.map(({ name }) => name))
}

/** Makes a file of such lines, waits until it is on disk, and returns the length of its longest line as text, in bytes. */
export async function writeRows(
  duckdb: SpillingDuckdb,
  format: FileFormat,
  path: string,
  lines: Lines,
  columns: readonly Column[],
): Promise<number> {
  if (format === 'parquet') {
    const staged = await stageRows(path, 'rows', lines, columns)
    try {
      await copyTo(await duckdb.connection(), format, { query: `SELECT * FROM ${staged.query}`, columns }, path)
    } finally {
      await rm(staged.path, { force: true })
    }
    return 0
  }
  const file = await open(path, 'w', 0o600)
  try {
    // `appendFile` writes everything or throws: on a full disk, a single write takes part of it and says nothing.
    for (const piece of lines.pieces()) await file.appendFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
  return lines.longest
}

/** Writes a query's rows as a file of the format, and waits until it is on disk. */
export async function copyTo(
  connection: DuckDBConnection,
  format: FileFormat,
  { query, columns }: { readonly query: string; readonly columns: readonly Column[] },
  path: string,
): Promise<number> {
  // Readers load a whole row group, or 2,048 rows of it, into memory, and so does the next merge.
  const options = format === 'parquet' ? 'FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES 8388608' : 'FORMAT json'
  const rows = format === 'jsonl' ? jsonRows(query, columns) : query
  const result = await connection.runAndReadAll(`COPY (${rows}) TO ${literal(path)} (${options})`)
  await syncPath(path)
  return Number(result.getRows()[0]![0])
}

/** JSON has no NaN or infinities: DuckDB writes words that JSON readers reject; we write texts, as they landed. */
function jsonRows(query: string, columns: readonly Column[]): string {
  const numbers = columns.filter(({ type }) => type === 'number').map(({ name }) => quoted(name))
  if (numbers.length === 0) return query
  const texts = numbers.map(
    (name) =>
      `CASE WHEN ${name} IS NULL THEN NULL WHEN isfinite(${name}) THEN to_json(${name}) WHEN isnan(${name}) THEN to_json('NaN') WHEN ${name} > 0 THEN to_json('Infinity') ELSE to_json('-Infinity') END AS ${name}`,
  )
  return `SELECT * REPLACE (${texts.join(', ')}) FROM (${query})`
}

/** Removes unnamed files from a table's folder: left by an interrupted landing, or merged since. */
export async function removeUnnamed(folder: string, found: readonly string[], named: ReadonlySet<string>): Promise<void> {
  const ours = /^(?:\d{8}-[0-9a-f]{8}(?:-[a-z]+)?\.(?:jsonl|parquet)(?:\.portico-stage-.*)?|\.manifest\.json\.new)$/
  const left = found.filter((name) => ours.test(name) && !named.has(name))
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
}
