import type { Sql, SqlPart, ValueType } from './sql.ts'

/** How one database writes what every expectation needs. */
export interface Dialect {
  readonly name: 'duckdb' | 'postgresql'
  readonly typeNames: Readonly<Record<ValueType, string>>
  /** Most values that one statement may bind. */
  readonly mostValues: number
  /** Names of types that this database knows under another, both in capitals. */
  readonly typeAliases: Readonly<Record<string, string>>
  /** Whether the text holds a match of the regular expression. */
  matches(text: Sql, pattern: Sql): Sql
  /** The text, ordered by code point whatever the database's collation is. */
  byCodePoint(text: Sql): Sql
  /** The median; `when` is the aggregate's filter. */
  median(values: Sql, when: Sql): Sql
  /** The smallest value that at least the given fraction of values does not exceed. */
  quantile(values: Sql, fraction: Sql, when: Sql): Sql
  /** Where a row stands in a table. */
  readonly rowOrder: Sql
  /** Whether the text is a JSON document. */
  isJson(text: Sql): Sql
  /** Whether the text is a time in the format of strftime; undefined where the database can't tell. */
  readonly isTime: ((text: Sql, format: Sql) => Sql) | undefined
}

/** A statement as a driver takes it. */
export interface Statement {
  readonly text: string
  readonly values: readonly (string | number | boolean)[]
}

/** Writes the SQL out: names quoted, values bound in the order of their places. */
export function render({ parts }: Sql, dialect: Dialect): Statement {
  const values: (string | number | boolean)[] = []
  const write = (part: SqlPart): string => {
    switch (part.kind) {
      case 'text':
        return part.text
      case 'name':
        return quoted(part.name)
      case 'value':
        values.push(part.value)
        return `cast($${values.length} as ${dialect.typeNames[part.type]})`
    }
  }
  return { text: parts.map(write).join(''), values }
}

function quoted(name: string): string {
  if (name === '' || name.includes('\0')) throw new TypeError('a name in SQL is not empty and holds no NUL')
  return `"${name.replaceAll('"', '""')}"`
}
