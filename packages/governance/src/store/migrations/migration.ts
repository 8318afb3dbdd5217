import type { ColumnBuilderCallback, ColumnDataType, Kysely } from 'kysely'

/** Types that the dialects name differently. `text` and `bigint` are the same in both. */
export interface ColumnTypes {
  readonly bytes: 'blob' | 'bytea'
  /** An auto-incrementing primary key that never reuses a number. */
  readonly identity: { readonly type: ColumnDataType; readonly column: ColumnBuilderCallback }
}

/** One step of the schema. Never changed once released; a later step changes what it made. */
export interface StoreMigration {
  /** `NNNN-<area>`; steps run in the order of their names. */
  readonly name: string
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>
}
