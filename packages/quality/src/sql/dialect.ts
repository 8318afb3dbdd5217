import type { Sql, SqlPart, ValueType } from './sql.ts'

/** How one database writes the SQL that expectations need. */
export interface Dialect {
  readonly name: 'duckdb' | 'postgresql'
  readonly typeNames: Readonly<Record<ValueType, string>>
  /** Maximum number of bound values per statement. */
  readonly mostValues: number
  /** The database's aliases of type names, both in capitals. */
  readonly typeAliases: Readonly<Record<string, string>>
  /** Whether the text contains a match of the regular expression. */
  matches(text: Sql, pattern: Sql): Sql
  /** The text, ordered by code point whatever the database's collation is. */
  byCodePoint(text: Sql): Sql
  /** The median; `when` is the aggregate's filter. */
  median(values: Sql, when: Sql): Sql
  /** The smallest value that at least the given fraction of values does not exceed. */
  quantile(values: Sql, fraction: Sql, when: Sql): Sql
  /** A row's position in a table. */
  readonly rowOrder: Sql
  /** Whether the text is a JSON document. */
  isJson(text: Sql): Sql
  /** Whether the text is a time in the given strftime format; undefined where the database can't tell. */
  readonly isTime: ((text: Sql, format: Sql) => Sql) | undefined
}

/** A statement in the form that a driver takes. */
export interface Statement {
  readonly text: string
  readonly values: readonly (string | number | boolean)[]
}

/** Renders the SQL: names quoted, values bound in order of appearance. */
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
  if (name === '' || name.includes('\0')) throw new TypeError('a name in SQL must not be empty or contain NUL')
  return `"${name.replaceAll('"', '""')}"`
}
