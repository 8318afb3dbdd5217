import { literalFor } from '../plan/literal.ts'
import { type Subject, referenceTo } from '../plan/subject.ts'
import { type Sql, allOf, anyOf, joined, sql } from '../sql/sql.ts'
import type { Condition, Operator } from './condition.ts'

const operators: Readonly<Record<Operator, Sql>> = {
  '=': sql` = `,
  '<>': sql` <> `,
  '<': sql` < `,
  '<=': sql` <= `,
  '>': sql` > `,
  '>=': sql` >= `,
}

/** A condition as SQL: names quoted, literals bound. Throws an `ExpectationFault` for an unknown column. */
export function conditionSql(condition: Condition, subject: Pick<Subject, 'columns'>): Sql {
  switch (condition.kind) {
    case 'all':
      return allOf(condition.conditions.map((each) => conditionSql(each, subject)))
    case 'any':
      return anyOf(condition.conditions.map((each) => conditionSql(each, subject)))
    case 'not':
      return sql`not (${conditionSql(condition.condition, subject)})`
    case 'not_true':
      return sql`(${conditionSql(condition.condition, subject)}) is not true`
    case 'null':
      return sql`${referenceTo(subject, condition.column).sql} is null`
    case 'in': {
      const reference = referenceTo(subject, condition.column)
      if (condition.values.length === 0) return sql`false`
      const values = condition.values.map((value) => literalFor(reference, value))
      return sql`${reference.sql} in (${joined(values, sql`, `)})`
    }
    case 'compare': {
      const left = referenceTo(subject, condition.column)
      const { to } = condition
      const right = typeof to === 'object' ? referenceTo(subject, to.column).sql : literalFor(left, to)
      return sql`${left.sql}${operators[condition.operator]}${right}`
    }
  }
}
