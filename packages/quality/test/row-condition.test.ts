import fc from 'fast-check'
import { expect, test } from 'vitest'
import { duckdbDataset } from '../src/duckdb.ts'
import { evaluate } from '../src/index.ts'
import { duckdbOfFile } from './fixture/duckdb.ts'

const withDuckdb = duckdbOfFile()

type Value = number | null
interface Row {
  readonly x: Value
  readonly y: Value
}
/** A condition as it is written, and as pandas reads it: what is compared with a missing value is not so, and differs from it. */
interface Stated {
  readonly text: string
  readonly holds: (row: Row) => boolean
}

const values: readonly Value[] = [null, 0, 1, 2]
const rows = values.flatMap((x) => values.map((y): Row => ({ x, y })))
const compare: Readonly<Record<string, (one: Value, other: Value) => boolean>> = {
  '==': (one, other) => one !== null && one === other,
  '!=': (one, other) => one === null || other === null || one !== other,
  '<': (one, other) => one !== null && other !== null && one < other,
  '>=': (one, other) => one !== null && other !== null && one >= other,
}

const column = fc.constantFrom('x' as const, 'y' as const)
const leaf: fc.Arbitrary<Stated> = fc.oneof(
  fc.tuple(column, fc.constantFrom(...Object.keys(compare)), fc.nat(2)).map(([name, operator, value]) => ({
    text: `${name} ${operator} ${value}`,
    holds: (row: Row) => compare[operator]!(row[name], value),
  })),
  fc.constantFrom(...Object.keys(compare)).map((operator) => ({
    text: `x ${operator} y`,
    holds: ({ x, y }: Row) => compare[operator]!(x, y),
  })),
  fc.tuple(column, fc.boolean(), fc.uniqueArray(fc.nat(2))).map(([name, inside, list]) => ({
    text: `${name} ${inside ? 'in' : 'not in'} [${list.join(', ')}]`,
    holds: (row: Row) => list.includes(row[name]!) === inside,
  })),
  column.map((name) => ({ text: `${name}.isnull()`, holds: (row: Row) => row[name] === null })),
)
const { condition } = fc.letrec<{ condition: Stated }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('condition').map(({ text, holds }) => ({ text: `not (${text})`, holds: (row: Row) => !holds(row) })),
    fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => ({
      text: `(${one.text}) and (${other.text})`,
      holds: (row: Row) => one.holds(row) && other.holds(row),
    })),
    fc.tuple(tie('condition'), tie('condition')).map(([one, other]) => ({
      text: `(${one.text}) or (${other.text})`,
      holds: (row: Row) => one.holds(row) || other.holds(row),
    })),
  ),
}))

test('a pandas condition chooses the rows that pandas would, including those with missing values', () =>
  withDuckdb(async (connection) => {
    await connection.run('create table pairs (x bigint, y bigint)')
    await connection.run(`insert into pairs values ${rows.map(({ x, y }) => `(${x}, ${y})`).join(', ')}`)
    const dataset = duckdbDataset(connection, 'pairs')
    await fc.assert(
      fc.asyncProperty(condition, async ({ text, holds }) => {
        const kwargs = { value: rows.filter(holds).length, row_condition: text, condition_parser: 'pandas' }
        const expectations = [{ type: 'expect_table_row_count_to_equal', kwargs, meta: {} }]
        const { results } = await evaluate({ name: 'pairs', parameters: {}, expectations }, dataset)
        expect(results[0]).toMatchObject({ success: true })
      }),
      { numRuns: 200 },
    )
  }))
