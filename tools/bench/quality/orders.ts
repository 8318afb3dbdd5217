/** A table of orders: numbers, texts, a time and missing values, the same in every run. */
export function ordersTable(rows: number): string {
  return `create table orders as select
    i as id,
    (i * 7919) % 1000003 as customer,
    'order-' || lpad(cast(i as varchar), 9, '0') as reference,
    ((i * 7919) % 100000) / 100.0::double as amount,
    ((i * 31) % 1500) / 100.0::double as tax,
    (i * 13) % 10 as items,
    ['SAR', 'AED', 'USD'][1 + i % 3] as currency,
    case when i % 20 = 0 then null else ['open', 'paid', 'shipped', 'closed'][1 + i % 4] end as status,
    i % 7 <> 0 as confirmed,
    timestamp '2026-01-01' + to_seconds(i) as created_at
    from range(${rows}) as r(i)`
}

type Stated = readonly [type: string, kwargs: Readonly<Record<string, unknown>>]

const between = (column: string, min_value: number, max_value: number) => ({ column, min_value, max_value })

/** The 25 expectations of everyday use, all of which the table meets. */
export function ordersSuite(rows: number): object {
  const stated: readonly Stated[] = [
    ['expect_table_row_count_to_equal', { value: rows }],
    ['expect_table_column_count_to_equal', { value: 10 }],
    ['expect_column_to_exist', { column: 'reference' }],
    ['expect_column_values_to_be_of_type', { column: 'amount', type_: 'DOUBLE' }],
    ['expect_column_values_to_not_be_null', { column: 'id' }],
    ['expect_column_values_to_not_be_null', { column: 'status', mostly: 0.9 }],
    ['expect_column_values_to_be_unique', { column: 'id' }],
    ['expect_column_values_to_be_in_set', { column: 'currency', value_set: ['SAR', 'AED', 'USD'] }],
    ['expect_column_values_to_be_in_set', { column: 'status', value_set: ['open', 'paid', 'shipped', 'closed'] }],
    ['expect_column_values_to_not_be_in_set', { column: 'status', value_set: ['lost'] }],
    ['expect_column_values_to_be_between', between('amount', 0, 1000)],
    ['expect_column_values_to_be_between', { column: 'created_at', min_value: '2026-01-01', max_value: '2027-01-01' }],
    ['expect_column_values_to_match_regex', { column: 'reference', regex: '^order-[0-9]{9}$' }],
    ['expect_column_values_to_match_like_pattern', { column: 'reference', like_pattern: 'order-%' }],
    ['expect_column_value_lengths_to_equal', { column: 'currency', value: 3 }],
    ['expect_column_min_to_be_between', between('amount', 0, 1)],
    ['expect_column_max_to_be_between', between('amount', 999, 1000)],
    ['expect_column_mean_to_be_between', between('amount', 490, 510)],
    ['expect_column_median_to_be_between', between('items', 4, 5)],
    ['expect_column_stdev_to_be_between', between('amount', 280, 300)],
    ['expect_column_sum_to_be_between', { column: 'items', min_value: 1 }],
    ['expect_column_unique_value_count_to_be_between', between('currency', 3, 3)],
    ['expect_column_proportion_of_non_null_values_to_be_between', between('status', 0.9, 1)],
    ['expect_column_pair_values_a_to_be_greater_than_b', { column_A: 'amount', column_B: 'tax', mostly: 0.9 }],
    [
      'expect_column_values_to_be_between',
      { ...between('items', 0, 9), row_condition: 'currency == "SAR" and confirmed == True', condition_parser: 'pandas' },
    ],
  ]
  return { name: 'orders', expectations: stated.map(([type, kwargs]) => ({ type, kwargs })) }
}
