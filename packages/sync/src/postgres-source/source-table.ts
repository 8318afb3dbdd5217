import { SyncError } from '../sync-error.ts'
import { type CatalogColumn, type CatalogKey, type CatalogTable, type ColumnOrder } from './catalog.ts'
import { type ColumnValue, columnValue, type DatabaseTypes } from './column-value.ts'

/** A readable table: what its rows become, and what identifies them. */
export interface SourceTable {
  readonly catalog: CatalogTable
  readonly columns: readonly SourceColumn[]
  readonly key: readonly string[]
  /** How the index orders each key column. */
  readonly orders: readonly ColumnOrder[]
}

export interface SourceColumn extends CatalogColumn {
  readonly value: ColumnValue
}

/** Throws a SyncError for a table that can't be read without losing data. */
export function sourceTable(catalog: CatalogTable, types: DatabaseTypes): SourceTable {
  const { name, isReadable, hidesRows, columns } = catalog
  if (!isReadable) throw unfit(name, `the role may not read it: GRANT SELECT ON ${name} TO the role`)
  const hidden = columns.filter((column) => !column.isReadable).map((column) => column.name)
  if (hidden.length > 0) {
    throw unfit(
      name,
      `the role may not read its ${hidden.join(', ')}: GRANT SELECT ON ${name} TO the role, or publish a list of columns without them`,
    )
  }
  // The log ignores row security, so the copy and the changes would differ in their rows.
  if (hidesRows) throw unfit(name, 'row security hides some of its rows from the role: give the role BYPASSRLS')
  const { columns: key, orders } = keyOf(catalog)
  const unread = key.filter((column) => !columns.some((other) => other.name === column))
  if (unread.length > 0) throw unfit(name, `its key ${unread.join(', ')} is not among the published columns`)
  return { catalog, key, orders, columns: columns.map((column) => ({ ...column, value: columnValue(types, column.type) })) }
}

/** The columns by which the log identifies a row, else the primary key. */
function keyOf({ name, keys, identity }: CatalogTable): CatalogKey {
  const key = identity === 'i' ? keys.find(({ isIdentity }) => isIdentity) : keys.find(({ isPrimary }) => isPrimary)
  if (key) return key
  throw unfit(
    name,
    'it has no primary key, so a row that lands twice could not be merged: ALTER TABLE … ADD PRIMARY KEY (…), or REPLICA IDENTITY USING INDEX of a unique one',
  )
}

/** Throws a SyncError for a table whose changes are not fully logged. */
export function checkLogged({ catalog, key }: SourceTable, publication: string): void {
  const { name, identity, keys, isLogged, isPublished } = catalog
  if (!isLogged) throw unfit(name, 'it is unlogged, so its changes are in no log: read it with mode overwrite')
  if (!isPublished) {
    throw unfit(
      name,
      `it is not in the publication ${publication}: ALTER PUBLICATION ${publication} ADD TABLE ${name}, or read it with mode overwrite`,
    )
  }
  const used = keys.find(({ columns }) => columns === key)
  if (identity === 'n' || (identity === 'd' && used?.isImmediate === false)) {
    throw unfit(
      name,
      `its replica identity is nothing, so updates and deletions do not identify their row: ALTER TABLE ${name} REPLICA IDENTITY ${identity === 'n' ? 'DEFAULT' : 'FULL'}`,
    )
  }
}

export function unfit(stream: string, problem: string): SyncError {
  return new SyncError('source_unfit', `${stream}: ${problem}`, { stream })
}
