import type { Row } from '../record/compile-record.ts'

const linesPerPiece = 2_000

/** Rows as lines of JSON with these fields, in pieces, so that a batch is never held twice. `told` gets the longest line's length. */
export function* jsonLines(rows: Iterable<Row>, names: readonly string[], told: { longest: number }): Generator<string> {
  let text = ''
  let lines = 0
  for (const row of rows) {
    const line = JSON.stringify(only(row, names))
    if (line.length > told.longest) told.longest = line.length
    text += `${line}\n`
    if (++lines % linesPerPiece === 0) {
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
