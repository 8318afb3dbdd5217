import type { Column, ColumnType } from '../record/columns.ts'
import type { WriteLine } from './lines.ts'

/** What a format of lines puts between its fields, in the place of an absent value, and how it writes the values of a column's type. */
export interface DelimitedFormat {
  readonly separator: string
  readonly absent: string
  readonly writers: Readonly<Record<ColumnType, (value: unknown) => string>>
}

/** A row as a line of a field for each column. */
export function delimitedLine(columns: readonly Column[], { separator, absent, writers }: DelimitedFormat): WriteLine {
  const fields = columns.map(({ name, type }) => ({ name, write: writers[type] }))
  return (row) => {
    let text = ''
    let before = ''
    for (const { name, write } of fields) {
      const value = row[name]
      text += before + (value === undefined || value === null ? absent : write(value))
      before = separator
    }
    return `${text}\n`
  }
}
