import { randomUUID } from 'node:crypto'
import { open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Column } from '../../record/columns.ts'
import { isLeftBehind } from '../left-behind.ts'
import type { Lines } from '../lines.ts'
import { literal } from '../sql-text.ts'
import { duckdbTypes } from './duckdb-types.ts'

/** Rows in a file, and the SQL that reads them. */
export interface StagedRows {
  readonly path: string
  readonly query: string
}

const mark = '.portico-stage-'
const smallestBuffer = 4_194_304

/**
 * Writes lines of CSV for DuckDB to read in a thread of its own, which costs this thread a third of what the appender would. They
 * lie beside the database, so they are as well protected as the data they become, and only their owner can read them.
 */
export async function stageRows(beside: string, name: string, lines: Lines, columns: readonly Column[]): Promise<StagedRows> {
  const path = `${beside}${mark}${process.pid}-${name}-${randomUUID().slice(0, 8)}.csv`
  const file = await open(path, 'w', 0o600)
  try {
    // `appendFile` writes everything or throws: on a full disk, a single write takes part of it and says nothing.
    for (const piece of lines.pieces()) await file.appendFile(piece)
  } finally {
    await file.close()
  }
  return { path, query: readText(path, lines.longest, columns) }
}

function readText(path: string, longest: number, columns: readonly Column[]): string {
  const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(duckdbTypes[type])}`).join(', ')
  const line = Math.max(1_048_576, longest)
  return `read_csv(${literal(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false, max_line_size = ${line}, buffer_size = ${Math.max(smallestBuffer, line * 2)}, columns = {${types}})`
}

/** Removes what a killed run left staged. */
export async function removeStaged(beside: string): Promise<void> {
  const folder = dirname(beside)
  const staged = basename(beside) + mark
  for (const name of await readdir(folder)) {
    if (!name.startsWith(staged)) continue
    const path = join(folder, name)
    if (await isLeftBehind(path, Number.parseInt(name.slice(staged.length), 10))) await rm(path, { force: true })
  }
}
