import type { ColumnBuilderCallback, ColumnDataType, Kysely } from 'kysely'

/** What the dialects call differently. `text` and `bigint` are the same in both. */
export interface ColumnTypes {
  readonly bytes: 'blob' | 'bytea'
  /** A primary key that counts up and never gives a number again. */
  readonly identity: { readonly type: ColumnDataType; readonly column: ColumnBuilderCallback }
}

/** One step of the schema. Once released it is never changed: a later one changes what it made. */
export interface StoreMigration {
  /** `NNNN-<area>`; names are the order in which they run. */
  readonly name: string
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>
}
