import * as z from 'zod'

/** How much detail a result has. */
export interface ResultFormat {
  readonly detail: 'BOOLEAN_ONLY' | 'BASIC' | 'SUMMARY' | 'COMPLETE'
  /** Maximum number of unexpected values in the sample. */
  readonly sample: number
  /** Columns that identify the row of an unexpected value. */
  readonly indexColumns: readonly string[]
}

/** Maximum number of unexpected values in a complete result, which is a report and not a copy of the data. */
export const longestList = 10_000

const detail = z.enum(['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE'])

/** `result_format` as Great Expectations writes it. */
export const wireResultFormat = z
  .union([
    detail,
    z.strictObject({
      result_format: detail,
      partial_unexpected_count: z.int().nonnegative().max(longestList).optional(),
      unexpected_index_column_names: z.array(z.string().min(1)).optional(),
      include_unexpected_rows: z.literal(false).optional(),
      return_unexpected_index_query: z.boolean().optional(),
      exclude_unexpected_values: z.literal(false).optional(),
    }),
  ])
  .transform((wire): ResultFormat => {
    if (typeof wire === 'string') return { detail: wire, sample: 20, indexColumns: [] }
    return {
      detail: wire.result_format,
      sample: wire.partial_unexpected_count ?? 20,
      indexColumns: wire.unexpected_index_column_names ?? [],
    }
  })

export const basicFormat: ResultFormat = { detail: 'BASIC', sample: 20, indexColumns: [] }
