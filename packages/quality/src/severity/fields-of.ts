import type { ExpectationConfiguration } from '../results/validation-result.ts'

/** The fields that an expectation involves. `undefined` where that can't be told, as with a custom expectation. */
export function fieldsOf({ type, kwargs }: ExpectationConfiguration): readonly string[] | undefined {
  const { column, column_A, column_B, column_list } = kwargs
  // A table's shape involves no field's content; its row condition may still involve one.
  const table = type.startsWith('expect_table_')
  const named = [column, column_A, column_B, ...(Array.isArray(column_list) ? (column_list as unknown[]) : [])]
  const fields = named.filter((each): each is string => typeof each === 'string')
  return table ? [] : fields.length === 0 ? undefined : fields
}

/** Whether a row condition mentions a field. Matched as text, so that a condition that can't be parsed hides nothing. */
export function conditionNames({ kwargs }: ExpectationConfiguration, field: string): boolean {
  const condition = kwargs['row_condition']
  return condition != null && JSON.stringify(condition).includes(JSON.stringify(field).slice(1, -1))
}
