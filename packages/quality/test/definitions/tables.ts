import type { Case } from './cases.ts'

/** A column of a case's dataset as a table has it. */
interface TableColumn {
  readonly name: string
  readonly type: string
  readonly values: readonly unknown[]
}

const types: Readonly<Record<string, string>> = { DOUBLE_PRECISION: 'double precision', NUMERIC: 'double precision' }

/** The statements that make a table of a case's data. Literals are the definitions' own. */
export function tableOf({ data, types: stated }: Case, name: string, indexed: boolean): string[] {
  const rows = Math.max(0, ...Object.values(data).map((values) => values.length))
  const columns: TableColumn[] = Object.entries(data).map(([column, values]) => {
    const type = stated[column]
    return { name: column, values, type: type === undefined ? typeOf(values) : (types[type] ?? type) }
  })
  if (indexed) columns.push({ name: 'pk_index', type: 'integer', values: [...Array(rows).keys()] })
  const definition = columns.map(({ name: column, type }) => `"${column}" ${type}`).join(', ')
  const tuples = [...Array(rows).keys()].map(
    (row) => `(${columns.map(({ values, type }) => literal(values[row], type)).join(', ')})`,
  )
  return [`create table ${name} (${definition})`, ...(rows === 0 ? [] : [`insert into ${name} values ${tuples.join(', ')}`])]
}

function typeOf(values: readonly unknown[]): string {
  const present = values.filter((value) => value !== null)
  if (present.length === 0) return values.length === 0 ? 'double precision' : 'text'
  if (present.every((value) => typeof value === 'boolean')) return 'boolean'
  if (present.every((value) => Number.isInteger(value))) return 'bigint'
  return present.every((value) => typeof value === 'number') ? 'double precision' : 'text'
}

function literal(value: unknown, type: string): string {
  if (value == null) return 'null'
  const text = type === 'TIMESTAMP' && typeof value === 'string' ? instant(value) : plain(value)
  // The column's own type reads it; to state each value's type makes the statement twice as dear to plan.
  return `'${text.replaceAll("'", "''")}'`
}

/** 'Jan 01 1970 12:00:01' and '1/2/2016' are times that pandas reads, and a database need not. */
function instant(text: string): string {
  if (/^\d{4}-/.test(text)) return text
  const date = new Date(`${text} UTC`)
  return Number.isNaN(date.getTime()) ? text : date.toISOString().replace('Z', '')
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
