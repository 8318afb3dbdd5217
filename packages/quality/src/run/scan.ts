import type { Cell, Dataset } from '../dataset/dataset.ts'
import type { Aggregate, When } from '../plan/plan.ts'
import { Found } from '../plan/plan.ts'
import type { Subject } from '../plan/subject.ts'
import { render } from '../sql/dialect.ts'
import { type Sql, allOf, joined, sql } from '../sql/sql.ts'

/** One expectation's queries to the scan. */
export interface Question {
  readonly subject: Subject
  readonly aggregates: Readonly<Record<string, Aggregate>>
}

/** Maximum number of columns per statement; PostgreSQL allows 1,664. */
const mostColumns = 1_000

interface Batch {
  readonly columns: Map<string, Sql>
  values: number
}

/**
 * Computes the aggregates of all plans in one scan of the dataset, or in as many as its statement size allows. Equal aggregates
 * are computed once.
 */
export async function scan(
  dataset: Dataset,
  questions: readonly Question[],
): Promise<{ readonly found: Found[]; readonly scans: number }> {
  const batches: Batch[] = []
  const asked = questions.map((question) =>
    Object.entries(question.aggregates).map(([name, each]) => place(question, name, each)),
  )

  function place({ subject }: Question, name: string, aggregate: Aggregate): readonly [string, string] {
    const piece = aggregate(filterOf(subject))
    const { text, values } = render(piece, dataset.dialect)
    const key = JSON.stringify([text, values])
    if (batches.some(({ columns }) => columns.has(key))) return [name, key]
    let batch = batches.at(-1)
    if (!batch || batch.columns.size >= mostColumns || batch.values + values.length > dataset.dialect.mostValues) {
      batch = { columns: new Map(), values: 0 }
      batches.push(batch)
    }
    batch.columns.set(key, piece)
    batch.values += values.length
    return [name, key]
  }

  const answers = new Map<string, Cell>()
  for (const { columns } of batches) {
    const statement = sql`select ${joined([...columns.values()], sql`, `)} from ${dataset.relation}`
    const [row] = await dataset.query(render(statement, dataset.dialect))
    for (const [index, key] of [...columns.keys()].entries()) answers.set(key, row?.[index] ?? null)
  }
  const found = asked.map((names) => new Found(Object.fromEntries(names.map(([name, key]) => [name, answers.get(key) ?? null]))))
  return { found, scans: batches.length }
}

function filterOf({ condition }: Subject): When {
  return (extra) => {
    const conditions = [...(condition ? [condition] : []), ...(extra ? [extra] : [])]
    return conditions.length === 0 ? sql`` : sql` filter (where ${allOf(conditions)})`
  }
}
