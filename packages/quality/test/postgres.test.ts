import { expect, test } from 'vitest'
import { evaluate, isQualityError, readSuite } from '../src/index.ts'
import { postgresDataset } from '../src/postgres.ts'
import { withPostgres } from './fixture/postgres.ts'

const suite = readSuite(
  JSON.stringify({
    name: 'orders',
    expectations: [
      { type: 'expect_column_values_to_match_regex', kwargs: { column: 'reference', regex: '(' } },
      { type: 'expect_column_values_to_be_unique', kwargs: { column: 'id' } },
      { type: 'expect_column_max_to_be_between', kwargs: { column: 'amount', max_value: 10 } },
      { type: 'expect_column_values_to_be_in_type_list', kwargs: { column: 'amount', type_list: ['NUMERIC(10,2)'] } },
      {
        type: 'expect_column_values_to_be_in_set',
        kwargs: { column: 'owner', value_set: ['6f2b2a1e-0d4f-4f0e-9c3b-0a5d0b6f7a10'] },
      },
      { type: 'expect_table_row_count_to_equal_other_table', kwargs: { other_table_name: 'orders' } },
    ],
  }),
)

const table = `create table orders (id bigint, reference text, amount numeric(10, 2), owner uuid);
  insert into orders values (9007199254740993, 'a', 9.5, '6f2b2a1e-0d4f-4f0e-9c3b-0a5d0b6f7a10'), (2, 'b', 1, null)`

test('uncommitted rows are judged, and a refused expectation leaves the transaction usable', async () => {
  await withPostgres('quality_transaction', async (client) => {
    await client.query('begin')
    await client.query(table)
    const result = await evaluate(suite, postgresDataset(client, 'orders', { inTransaction: true }))
    expect(result.results.map(({ success, exception_info }) => [success, exception_info.raised_exception])).toEqual([
      [false, true],
      [true, false],
      [true, false],
      [true, false],
      [true, false],
      [true, false],
    ])
    expect(result.results[2]!.result).toEqual({ observed_value: 9.5 })
    await client.query('commit')
    expect((await client.query('select 1 from orders')).rowCount).toBe(2)
  })
})

test('a missing table is refused, and an integer beyond 2^53 is reported exactly', async () => {
  await withPostgres('quality_cells', async (client) => {
    const refused = await evaluate(suite, postgresDataset(client, 'orders')).catch((error: unknown) => error)
    expect(isQualityError(refused) && refused.code).toBe('dataset')
    await client.query(table)
    const one = { type: 'expect_column_values_to_be_between', kwargs: { column: 'id', max_value: 5 }, meta: {} }
    const { results } = await evaluate({ name: 'orders', parameters: {}, expectations: [one] }, postgresDataset(client, 'orders'))
    expect(results[0]!.result['partial_unexpected_list']).toEqual(['9007199254740993'])
  })
})
