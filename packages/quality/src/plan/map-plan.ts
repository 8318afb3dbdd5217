import type { Cell } from '../dataset/dataset.ts'
import { type Sql, joined, nameOf, sql, valueOf } from '../sql/sql.ts'
import { type Aggregate, type Ask, type Conclusion, type Found, type Plan, countRows, countWhere } from './plan.ts'
import { longestList } from './result-format.ts'
import { type Reference, type Subject, referenceTo, rowsWhere, shown } from './subject.ts'

/** A test of every row. */
export interface RowQuestion {
  /** The columns that a result shows of an unexpected row. */
  readonly references: readonly Reference[]
  /** Rows that are skipped; absent where every row counts. */
  readonly missing?: Sql
  /** True for an expected row. Where it is null, the row is unexpected. */
  readonly expected: Sql
  /** An unexpected row's cells, as one value. */
  readonly value: (cells: readonly Cell[]) => unknown
  /** For a test that needs more than the row itself. */
  readonly across?: Across
}

/** What the test needs from other rows. */
export interface Across {
  /** A window expression, and the name that `expected` uses for it. */
  readonly columns: readonly { readonly name: string; readonly window: Sql }[]
  /** A cheaper check: an aggregate of the common scan that can prove that no row is unexpected. */
  readonly settled?: { readonly aggregate: Aggregate; readonly holds: (answer: Found, total: number) => boolean }
}

/** Counts unexpected rows; met where few enough are. */
export function mapPlan(subject: Subject, question: RowQuestion, mostly: number): Plan {
  const { missing, expected, across } = question
  const present = missing && sql`not (${missing})`
  const unexpected = sql`(${expected}) is not true`
  const counted = present ? sql`(${present}) and ${unexpected}` : unexpected
  return {
    aggregates: {
      total: countRows,
      ...(missing && { missing: countWhere(missing) }),
      ...(!across && { unexpected: countWhere(counted) }),
      ...(across?.settled && { settled: across.settled.aggregate }),
    },
    async conclude(found, ask) {
      const total = found.count('total')
      const nonmissing = total - found.count('missing')
      const rows = across ? acrossRows(subject, question, across, ask) : sql`${subject.relation}${rowsWhere(subject, counted)}`
      const count = across ? await countAcross(found, nonmissing, across, rows, ask) : found.count('unexpected')
      return concluded(subject, question, { total, nonmissing, unexpected: count, mostly, rows }, ask)
    },
  }
}

async function countAcross(found: Found, nonmissing: number, across: Across, rows: Sql, ask: Ask): Promise<number> {
  if (across.settled?.holds(found, nonmissing)) return 0
  const [row] = await ask.rows(sql`select count(*) from ${rows}`)
  return Number(row?.[0] ?? 0)
}

/** The unexpected rows, from a subquery with the window expressions. */
function acrossRows(subject: Subject, { references, missing, expected }: RowQuestion, across: Across, ask: Ask): Sql {
  const names = [...new Set([...references.map(({ column }) => column.name), ...ask.format.indexColumns])]
  const windows = across.columns.map(({ name, window }) => sql`${window} as ${nameOf(name)}`)
  const columns = joined([...names.map((name) => nameOf(name)), ...windows], sql`, `)
  const where = rowsWhere(subject, ...(missing ? [sql`not (${missing})`] : []))
  return sql`(select ${columns} from ${subject.relation}${where}) as windowed where (${expected}) is not true`
}

interface Counts {
  readonly total: number
  readonly nonmissing: number
  readonly unexpected: number
  readonly mostly: number
  /** The unexpected rows, as what follows `from`. */
  readonly rows: Sql
}

async function concluded(subject: Subject, question: RowQuestion, counts: Counts, ask: Ask): Promise<Conclusion> {
  const { total, nonmissing, unexpected, mostly } = counts
  const { detail, sample } = ask.format
  const success = nonmissing === 0 || (nonmissing - unexpected) / nonmissing >= mostly
  if (detail === 'BOOLEAN_ONLY') return { success, result: {} }
  const complete = detail === 'COMPLETE'
  const listed =
    unexpected === 0 ? [] : await unexpectedRows(subject, question, counts.rows, complete ? longestList : sample, ask)
  const values = listed.map(({ value }) => value)
  const partial = values.slice(0, sample)
  const indexed = ask.format.indexColumns.length > 0
  return {
    success,
    result: {
      element_count: total,
      unexpected_count: unexpected,
      unexpected_percent: percent(unexpected, nonmissing),
      partial_unexpected_list: partial,
      ...(question.missing && {
        missing_count: total - nonmissing,
        missing_percent: percent(total - nonmissing, total),
        unexpected_percent_total: percent(unexpected, total),
        unexpected_percent_nonmissing: percent(unexpected, nonmissing),
      }),
      ...(detail !== 'BASIC' && { partial_unexpected_counts: countsOf(partial) }),
      ...(detail !== 'BASIC' && indexed && { partial_unexpected_index_list: listed.slice(0, sample).map(({ index }) => index) }),
      ...(complete && { unexpected_list: values }),
      ...(complete && indexed && { unexpected_index_list: listed.map(({ index }) => index) }),
    },
  }
}

interface UnexpectedRow {
  readonly value: unknown
  readonly index: Readonly<Record<string, Cell>>
}

async function unexpectedRows(
  subject: Subject,
  { references, value }: RowQuestion,
  rows: Sql,
  limit: number,
  ask: Ask,
): Promise<UnexpectedRow[]> {
  if (limit === 0) return []
  const index = ask.format.indexColumns.map((name) => referenceTo(subject, name))
  const all = [...references, ...index]
  const columns = joined(
    all.map(({ column }) => nameOf(column.name)),
    sql`, `,
  )
  const found = await ask.rows(sql`select ${columns} from ${rows} limit ${valueOf(limit, 'integer')}`)
  return found.map((cells) => {
    const safe = cells.map((cell, position) => shown(subject, all[position]!, cell))
    return {
      value: value(safe.slice(0, references.length)),
      index: Object.fromEntries(all.map(({ column }, position) => [column.name, safe[position] ?? null])),
    }
  })
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100
}

function countsOf(values: readonly unknown[]): readonly { readonly value: unknown; readonly count: number }[] {
  const counts = new Map<string, { value: unknown; count: number }>()
  for (const value of values) {
    const key = JSON.stringify(value)
    const known = counts.get(key)
    if (known) known.count++
    else counts.set(key, { value, count: 1 })
  }
  return [...counts.values()].toSorted((one, other) => other.count - one.count)
}
