import type { Column } from '../dataset/dataset.ts'
import { type Sql, valueOf } from '../sql/sql.ts'
import { ExpectationFault } from './fault.ts'
import type { Reference } from './subject.ts'

const date = /^\d{4}-\d{2}-\d{2}$/
const time = /^\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/
const instant = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?$/

/** A bound value that can be compared with the column. Throws an `ExpectationFault` where the types don't match. */
export function literalFor({ column }: Reference, value: unknown): Sql {
  switch (column.kind) {
    case 'number':
      if (typeof value !== 'number') break
      if (Number.isSafeInteger(value)) return valueOf(value, 'integer')
      if (Number.isFinite(value)) return valueOf(value, 'number')
      break
    case 'text':
      if (typeof value === 'string') return valueOf(value, 'text')
      break
    case 'boolean':
      if (typeof value === 'boolean') return valueOf(value, 'boolean')
      break
    case 'temporal':
      if (typeof value === 'string' && isTemporal(column, value)) return valueOf(value, temporalType(column, value))
      break
    case 'other':
      throw new ExpectationFault(`column ${JSON.stringify(column.name)} is ${column.type}, which can't be compared`)
  }
  throw new ExpectationFault(
    `column ${JSON.stringify(column.name)} is ${column.type}: ${described(value)} can't be compared with it`,
  )
}

function isTemporal({ valueType }: Column, text: string): boolean {
  if (valueType === 'time') return time.test(text)
  return instant.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T')))
}

/** A date is compared with a time of day as a timestamp, so that nothing is cut off. */
function temporalType({ valueType }: Column, text: string): Column['valueType'] {
  return valueType === 'date' && !date.test(text) ? 'timestamp' : valueType
}

function described(value: unknown): string {
  return typeof value === 'object' ? 'a value that is neither a number nor a text' : `a ${typeof value}`
}
