import { QualityError } from '../quality-error.ts'

/** A table's name, as a whole or in its parts. */
export type TableName = string | readonly [string, ...string[]]

const part = /"(?<quoted>(?:[^"]|"")+)"(?:\.(?!$)|$)|(?<plain>[^".]+)(?:\.(?!$)|$)/y

/**
 * Splits a table's name at its dots: `table`, `schema.table` or `database.schema.table`. A part in double quotes may contain a
 * dot.
 */
export function tablePath(table: TableName): readonly [string, ...string[]] {
  if (typeof table !== 'string') return table
  const parts: string[] = []
  for (let at = 0; at < table.length; at = part.lastIndex) {
    part.lastIndex = at
    const { quoted, plain } = part.exec(table)?.groups ?? {}
    if (quoted === undefined && plain === undefined) throw notATable(table)
    parts.push(quoted?.replaceAll('""', '"') ?? plain!)
  }
  const [first, ...rest] = parts
  if (first === undefined || rest.length > 2) throw notATable(table)
  return [first, ...rest]
}

function notATable(table: string): QualityError {
  return new QualityError('dataset', '', `${JSON.stringify(table)} is not a table name: write table or schema.table`)
}
