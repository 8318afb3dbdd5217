import { open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Row } from '../record/compile-record.ts'

export interface StagedLines {
  readonly path: string
  /** Of the longest line, in UTF-16 units. */
  readonly longest: number
}

const mark = '.portico-stage-'
const linesPerWrite = 2_000

/** Rows as lines of JSON, in pieces, so that a batch is never held twice. With `names`, of those fields alone. */
export function* jsonLines(rows: Iterable<Row>, told: { longest: number }, names?: readonly string[]): Generator<string> {
  let text = ''
  let lines = 0
  for (const row of rows) {
    const line = JSON.stringify(names ? only(row, names) : row)
    if (line.length > told.longest) told.longest = line.length
    text += `${line}\n`
    if (++lines % linesPerWrite === 0) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

function only(row: Row, names: readonly string[]): Row {
  const kept: Record<string, unknown> = {}
  for (const name of names) kept[name] = row[name]
  return kept
}

/**
 * Writes rows where the database can read them itself, beside its own file, so that they are as well kept as what they become; only
 * their owner reads them.
 */
export async function stageLines(database: string, name: string, rows: Iterable<Row>): Promise<StagedLines> {
  const path = `${database}${mark}${process.pid}-${name}.jsonl`
  const told = { longest: 0 }
  const file = await open(path, 'w', 0o600)
  try {
    for (const text of jsonLines(rows, told)) await file.write(text)
  } finally {
    await file.close()
  }
  return { path, longest: told.longest }
}

/** Takes away what a run that was killed left staged. */
export async function removeStaged(database: string): Promise<void> {
  const folder = dirname(database)
  const left = (await readdir(folder)).filter((name) => name.startsWith(basename(database) + mark))
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
}
