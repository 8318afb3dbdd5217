import { ExpectationFault } from '../plan/fault.ts'
import type { Reference } from '../plan/subject.ts'
import type { Sql } from '../sql/sql.ts'

/** The column, which must hold texts. Throws an `ExpectationFault` for another kind. */
export function textOf({ column, sql }: Reference): Sql {
  if (column.kind === 'text') return sql
  throw new ExpectationFault(`column ${JSON.stringify(column.name)} is ${column.type}, not text`)
}

/** The column, which must hold numbers. Throws an `ExpectationFault` for another kind. */
export function numberOf({ column, sql }: Reference): Sql {
  if (column.kind === 'number') return sql
  throw new ExpectationFault(`column ${JSON.stringify(column.name)} is ${column.type}, not a number`)
}
