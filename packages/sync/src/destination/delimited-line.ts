import type { Column, ColumnType } from '../record/columns.ts'
import type { WriteLine } from './lines.ts'

/** A line format: its separator, what stands for an absent value, and how it writes values of each column type. */
export interface DelimitedFormat {
  readonly separator: string
  readonly absent: string
  readonly writers: Readonly<Record<ColumnType, (value: unknown) => string>>
}

/** A row as one line, with a field for each column. */
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
