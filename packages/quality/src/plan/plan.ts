import type { Cell } from '../dataset/dataset.ts'
import { type Sql, sql } from '../sql/sql.ts'
import type { ResultFormat } from './result-format.ts'

/** The filter of an aggregate: the expectation's rows, narrowed by a further condition. */
export type When = (condition?: Sql) => Sql

/** An aggregate over the dataset's rows. One scan answers those of all expectations. */
export type Aggregate = (when: When) => Sql

/** What an expectation queries, and how it judges the answers. */
export interface Plan {
  readonly aggregates: Readonly<Record<string, Aggregate>>
  conclude(found: Found, ask: Ask): Conclusion | Promise<Conclusion>
}

/** The answers to a plan's aggregates. */
export class Found {
  readonly #cells: Readonly<Record<string, Cell>>

  constructor(cells: Readonly<Record<string, Cell>>) {
    this.#cells = cells
  }

  cell(name: string): Cell {
    return this.#cells[name] ?? null
  }

  /** A count, which is never missing. */
  count(name: string): number {
    return Number(this.#cells[name] ?? 0)
  }

  /** A number, or null where there was nothing to aggregate. */
  number(name: string): number | null {
    const cell = this.#cells[name] ?? null
    return cell === null ? null : Number(cell)
  }
}

/** Further queries, after the scan. */
export interface Ask {
  readonly format: ResultFormat
  rows(statement: Sql): Promise<readonly (readonly Cell[])[]>
}

export interface Conclusion {
  readonly success: boolean
  /** In Great Expectations' format. */
  readonly result: Readonly<Record<string, unknown>>
}

/** The number of rows. */
export const countRows: Aggregate = (when) => sql`count(*)${when()}`

/** The number of rows that satisfy the condition. */
export function countWhere(condition: Sql): Aggregate {
  return (when) => sql`count(*)${when(condition)}`
}
