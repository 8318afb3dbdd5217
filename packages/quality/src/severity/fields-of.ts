import type { ExpectationConfiguration } from '../results/validation-result.ts'

/** The fields that an expectation is about. `undefined` where nothing tells, as with an expectation of somebody's own. */
export function fieldsOf({ type, kwargs }: ExpectationConfiguration): readonly string[] | undefined {
  const { column, column_A, column_B, column_list } = kwargs
  // The shape of a table is about no field's content; its rows may still be chosen by one.
  const table = type.startsWith('expect_table_')
  const named = [column, column_A, column_B, ...(Array.isArray(column_list) ? (column_list as unknown[]) : [])]
  const fields = named.filter((each): each is string => typeof each === 'string')
  return table ? [] : fields.length === 0 ? undefined : fields
}

/** Whether a row condition speaks of a field. It is matched as text, so that a condition that can't be parsed hides nothing. */
export function conditionNames({ kwargs }: ExpectationConfiguration, field: string): boolean {
  const condition = kwargs['row_condition']
  return condition != null && JSON.stringify(condition).includes(JSON.stringify(field).slice(1, -1))
}
