import { join } from 'node:path'
import type { Column, ColumnType } from '../../record/columns.ts'
import { deletedAt } from '../destination.ts'
import { duckdbTypes } from '../duckdb/duckdb-types.ts'
import { literal, quoted, quotedList, sameKey } from '../sql-text.ts'
import type { FileFormat, Manifest, ManifestFile } from './manifest.ts'

// In JSON a time is a text: it stays as the vendor wrote it.
const textTypes: Readonly<Record<FileFormat, readonly ColumnType[]>> = { jsonl: ['timestamp', 'date'], parquet: [] }

function physicalType(format: FileFormat, type: ColumnType): string {
  return duckdbTypes[textTypes[format].includes(type) ? 'text' : type]
}

/**
 * The DuckDB SQL that reads a table: the rows that the manifest names, each key once. Usable as `SELECT * FROM (…)` in any
 * DuckDB.
 */
export function tableQuery(folder: string, manifest: Manifest): string {
  const { columns, primaryKey, merged, deletes, format } = manifest
  const files = manifest.files.map((file, index) => ({ file, index }))
  const records = files.filter(({ file }) => file.holds === 'records')
  const deletions = files.filter(({ file }) => file.holds === 'deletions')
  const names = quotedList(columns.map(({ name }) => name))
  if (records.length === 0) return `SELECT ${columns.map((column) => nothing(format, column)).join(', ')} WHERE false`
  const placed = (wanted: readonly Column[]): string =>
    records
      .map(
        ({ file, index }) =>
          `SELECT ${wanted.map((column) => converted(format, file, column)).join(', ')}, ${index} AS _portico_place FROM ${read(folder, format, file, wanted)}`,
      )
      .join(' UNION ALL ')
  const rows = placed(columns)
  if (merged) return `SELECT ${names} FROM (${rows})`
  const keys = quotedList(primaryKey)
  const gone =
    deletions.length === 0
      ? undefined
      : deletions
          .map(
            ({ file, index }) =>
              `SELECT ${keys}, ${index} AS _portico_place, ${literal(file.at)} AS _portico_at FROM ${read(folder, format, file)}`,
          )
          .join(' UNION ALL ')
  // The files are read twice, first only for their keys: reading once and keeping everything for both would take as much memory
  // as the table.
  const keyRows = placed(columns.filter(({ name }) => primaryKey.includes(name)))
  const last = `SELECT ${keys}, max(_portico_place) AS _portico_place FROM (${keyRows}) GROUP BY ${keys}`
  const winners = `(${rows}) r JOIN (${last}) w ON ${sameKey(primaryKey, 'r', 'w')} AND r._portico_place = w._portico_place`
  if (!gone) {
    const shown = quotedList(
      columns.map(({ name }) => name),
      'r.',
    )
    return `SELECT ${shown} FROM ${winners}`
  }
  const lastGone = `SELECT ${keys}, max(_portico_place) AS _portico_place, max_by(_portico_at, _portico_place) AS _portico_at FROM (${gone}) GROUP BY ${keys}`
  const shown = columns.map(({ name, type }) => {
    if (name !== deletedAt.name) return `r.${quoted(name)}`
    return `CASE WHEN d._portico_place > r._portico_place THEN CAST(d._portico_at AS ${physicalType(format, type)}) ELSE r.${quoted(name)} END AS ${quoted(name)}`
  })
  const alive = deletes === 'soft' ? '' : ' WHERE d._portico_place IS NULL OR d._portico_place < r._portico_place'
  return `SELECT ${shown.join(', ')} FROM ${winners} LEFT JOIN (${lastGone}) d ON ${sameKey(primaryKey, 'r', 'd')}${alive}`
}

/** Counts a table's rows and its distinct keys, to tell whether any key is there twice. */
export function repeatsQuery(folder: string, manifest: Manifest): string {
  const { primaryKey, format, columns } = manifest
  const keys = columns.filter(({ name }) => primaryKey.includes(name))
  const rows = manifest.files
    .map(
      (file) =>
        `SELECT ${keys.map((column) => converted(format, file, column)).join(', ')} FROM ${read(folder, format, file, keys)}`,
    )
    .join(' UNION ALL ')
  return `SELECT count(*) > count(DISTINCT (${quotedList(primaryKey)})) FROM (${rows})`
}

/** Only the wanted fields of a JSON line are taken into memory; for Parquet, DuckDB sees to that by itself. */
function read(
  folder: string,
  format: FileFormat,
  { name, columns, longest }: ManifestFile,
  wanted: readonly Column[] = columns,
): string {
  const path = join(folder, name)
  if (format === 'parquet') return `read_parquet(${literal(path)})`
  const there = columns.filter((column) => wanted.some((other) => other.name === column.name))
  const types = there.map((column) => `${literal(column.name)}: ${literal(physicalType(format, column.type))}`).join(', ')
  const size = Math.max(1_048_576, longest)
  return `read_json(${literal(path)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = ${size})`
}

function converted(format: FileFormat, file: ManifestFile, column: Column): string {
  const { name, type } = column
  const there = file.columns.find((other) => other.name === name)
  if (!there) return nothing(format, column)
  if (there.type === type) return quoted(name)
  const value = type === 'json' ? `to_json(${quoted(name)})` : `CAST(${quoted(name)} AS ${physicalType(format, type)})`
  return `${value} AS ${quoted(name)}`
}

function nothing(format: FileFormat, { name, type }: Column): string {
  return `CAST(NULL AS ${physicalType(format, type)}) AS ${quoted(name)}`
}
