import type { Cell, Column } from '../dataset/dataset.ts'
import type { Dialect } from '../sql/dialect.ts'
import { type Sql, allOf, nameOf, sql } from '../sql/sql.ts'
import { ExpectationFault } from './fault.ts'

/** A column that an expectation refers to. */
export interface Reference {
  readonly column: Column
  readonly sql: Sql
}

/** Replaces a sensitive column's value in a result. */
const masked = '[masked]'

/** The rows that an expectation covers. */
export interface Subject {
  readonly dialect: Dialect
  readonly relation: Sql
  readonly columns: readonly Column[]
  /** The row condition, as SQL. */
  readonly condition: Sql | undefined
  /** Lower-case names of the columns whose values are masked wherever they would show. */
  readonly sensitive: ReadonlySet<string>
  other(name: string): Sql
}

/** The column of that name. Throws an `ExpectationFault` where there is none. */
export function referenceTo(subject: Pick<Subject, 'columns'>, name: string): Reference {
  const column = subject.columns.find((each) => each.name === name)
  if (!column) throw new ExpectationFault(`the dataset has no column ${JSON.stringify(name)}`)
  const named = nameOf(name)
  // Comparing these with a text needs a cast, which not every database adds by itself.
  const cast = column.kind === 'text' && /^(UUID|CITEXT|NAME)$/i.test(column.type)
  return { column, sql: cast ? sql`cast(${named} as text)` : named }
}

/** The value as a result may show it. */
export function shown({ sensitive }: Subject, { column }: Reference, cell: Cell): Cell {
  return cell !== null && sensitive.has(column.name.toLowerCase()) ? masked : cell
}

/** The subject's rows that also satisfy the conditions, as a `where` clause. */
export function rowsWhere({ condition }: Subject, ...conditions: readonly Sql[]): Sql {
  const every = [...(condition ? [condition] : []), ...conditions]
  return every.length === 0 ? sql`` : sql` where ${allOf(every)}`
}
