import type { Client } from 'pg'
import { parse as parseArray } from 'postgres-array'
import { builtInTypes } from './built-in-types.ts'
import type { DatabaseType } from './column-value.ts'

/** A table, as described by the catalog. */
export interface CatalogTable {
  readonly id: number
  /** Includes the schema: `public.orders`. */
  readonly name: string
  readonly schema: string
  readonly table: string
  readonly comment: string | undefined
  readonly isPartitioned: boolean
  readonly isLogged: boolean
  /** Whether the role may read any of it. */
  readonly isReadable: boolean
  /** Row security hides rows from this role. */
  readonly hidesRows: boolean
  /** `d` the primary key, `n` nothing, `f` the whole row, `i` an index. */
  readonly identity: string
  readonly isPublished: boolean
  /** The condition that rows must meet to be published. */
  readonly rowFilter: string | undefined
  /** The numbers of the published columns; undefined where the table is not published. */
  readonly published: readonly number[] | undefined
  /** The publication's entries for it, with any list of columns: an entry that was removed and added again has another id. */
  readonly publishedBy: readonly string[]
  /** The highest number that a column has or had. */
  readonly width: number
  /** The file that holds its rows: another one once all of them were rewritten. Partitioned tables have none. */
  readonly file: number | undefined
  readonly columns: readonly CatalogColumn[]
  readonly keys: readonly CatalogKey[]
}

export interface CatalogColumn {
  readonly number: number
  readonly name: string
  readonly type: number
  readonly modifier: number
  /** The type's qualified name, for a cast. */
  readonly typeName: string
  /** Rows older than the column may have a value in it. */
  readonly mayBeFilled: boolean
  readonly isReadable: boolean
}

export interface CatalogKey {
  readonly isPrimary: boolean
  readonly isIdentity: boolean
  /** A deferrable key may briefly be duplicated, so PostgreSQL does not log rows by it. */
  readonly isImmediate: boolean
  readonly columns: readonly string[]
  /** How its index orders each column. */
  readonly orders: readonly ColumnOrder[]
}

/** Schema-qualified operators: the search path is empty, so those of an extension's type would not be found by name alone. */
export interface ColumnOrder {
  readonly less: string
  readonly equal: string
  readonly atLeast: string
  readonly greater: string
}

// The base of the view `pg_publication_tables`: planning the whole view takes longer than the rest of this query (PostgreSQL 18,
// 2026-11-29).
const tablesText = `
SELECT c.oid, n.nspname, c.relname, obj_description(c.oid, 'pg_class'), c.relkind = 'p', c.relpersistence = 'p',
       has_any_column_privilege(c.oid, 'SELECT'), row_security_active(c.oid), c.relreplident,
       p.relid IS NOT NULL, pg_get_expr(p.qual, p.relid), c.relnatts, array_to_json(p.attrs::int2[]), pg_relation_filenode(c.oid),
       CASE WHEN p.relid IS NOT NULL THEN ARRAY(
         SELECT 'table ' || r.oid || coalesce(' of ' || r.prattrs::text, '') FROM pg_publication_rel r JOIN pg_publication o ON o.oid = r.prpubid
          WHERE o.pubname = $1 AND (r.prrelid = c.oid OR r.prrelid IN (SELECT relid FROM pg_partition_ancestors(c.oid)))
         UNION ALL
         SELECT 'schema ' || s.oid FROM pg_publication_namespace s JOIN pg_publication o ON o.oid = s.pnpubid
          WHERE o.pubname = $1 AND s.pnnspid IN (SELECT relnamespace FROM pg_class a WHERE a.oid = c.oid OR a.oid IN (SELECT relid FROM pg_partition_ancestors(c.oid)))
         UNION ALL
         SELECT 'all ' || o.oid FROM pg_publication o WHERE o.pubname = $1 AND o.puballtables) END
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN (SELECT t.relid, t.attrs, t.qual FROM pg_publication o, LATERAL pg_get_publication_tables(o.pubname::text) t WHERE o.pubname = $1) p
    ON p.relid = c.oid
 WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
 ORDER BY n.nspname, c.relname`

const columnsText = `
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, -1),
       a.atthasdef OR a.attidentity <> '' OR a.atthasmissing
         OR EXISTS (SELECT FROM pg_partition_tree(a.attrelid) p JOIN pg_attribute b ON b.attrelid = p.relid AND b.attname = a.attname
                     WHERE b.atthasmissing),
       has_column_privilege(a.attrelid, a.attnum, 'SELECT')
  FROM pg_attribute a
 WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum`

const keysText = `
SELECT i.indrelid, i.indisprimary, i.indisreplident, i.indimmediate, a.attname,
       ARRAY(SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
               FROM pg_opclass c
               JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype
               JOIN pg_operator o ON o.oid = m.amopopr
               JOIN pg_namespace n ON n.oid = o.oprnamespace
              WHERE c.oid = i.indclass[k.place - 1] AND m.amopstrategy IN (1, 3, 4, 5)
              ORDER BY m.amopstrategy)
  FROM pg_index i
  CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(number, place)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
 WHERE i.indrelid = ANY($1::oid[]) AND (i.indisprimary OR i.indisreplident) AND i.indisvalid AND k.place <= i.indnkeyatts
 ORDER BY i.indrelid, i.indexrelid, k.place`

const typesText = `
WITH RECURSIVE used(id) AS (
  SELECT unnest($1::oid[])
  UNION
  SELECT more.id FROM used JOIN pg_type t ON t.oid = used.id CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) more(id)
   WHERE more.id <> 0
)
SELECT t.oid, CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN t.typname ELSE '' END, NULLIF(t.typbasetype, 0),
       CASE WHEN t.typcategory = 'A' AND t.typlen = -1 AND e.typdelim = ',' AND t.typname NOT IN ('int2vector', 'oidvector')
            THEN t.typelem END
  FROM used JOIN pg_type t ON t.oid = used.id LEFT JOIN pg_type e ON e.oid = t.typelem`

type Rows = readonly (readonly (string | null)[])[]

async function rowsOf(client: Client, text: string, values: readonly unknown[]): Promise<Rows> {
  const { rows } = await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })
  return rows
}

/** A table whose columns have not been queried. */
export type ListedTable = Omit<CatalogTable, 'columns' | 'keys'>

/** The tables of a database, without system tables. */
export async function listTables(client: Client, publication: string): Promise<readonly ListedTable[]> {
  const rows = await rowsOf(client, tablesText, [publication])
  return rows.map(
    ([
      id,
      schema,
      table,
      comment,
      partitioned,
      logged,
      readable,
      hides,
      identity,
      published,
      filter,
      width,
      columns,
      file,
      publishedBy,
    ]): ListedTable => ({
      id: Number(id),
      name: `${schema!}.${table!}`,
      schema: schema!,
      table: table!,
      comment: comment ?? undefined,
      isPartitioned: partitioned === 't',
      isLogged: logged === 't',
      isReadable: readable === 't',
      hidesRows: hides === 't',
      identity: identity!,
      isPublished: published === 't',
      rowFilter: filter ?? undefined,
      width: Number(width),
      published: columns === null ? undefined : (JSON.parse(columns!) as number[]),
      publishedBy: publishedBy === null ? [] : parseArray(publishedBy!),
      file: file === null ? undefined : Number(file),
    }),
  )
}

/** Tables with their columns; for a published one, only the published columns. */
export async function describeTables(client: Client, tables: readonly ListedTable[]): Promise<readonly CatalogTable[]> {
  const ids = tables.map(({ id }) => id)
  const columns = await rowsOf(client, columnsText, [ids])
  const keys = await rowsOf(client, keysText, [ids])
  return tables.map((table) => ({
    ...table,
    columns: columns
      .filter(([id, number]) => Number(id) === table.id && table.published?.includes(Number(number)) !== false)
      .map(([, number, name, type, modifier, typeName, mayBeFilled, readable]) => ({
        number: Number(number),
        name: name!,
        type: Number(type),
        modifier: Number(modifier),
        typeName: typeName!,
        mayBeFilled: mayBeFilled === 't',
        isReadable: readable === 't',
      })),
    keys: keysOf(keys.filter(([id]) => Number(id) === table.id)),
  }))
}

function keysOf(rows: Rows): CatalogKey[] {
  const keys = new Map<string, CatalogKey & { readonly columns: string[]; readonly orders: ColumnOrder[] }>()
  for (const [, primary, identity, immediate, column, operators] of rows) {
    // A table has at most one of each, and one index may be both.
    const name = `${primary} ${identity}`
    const key = keys.get(name) ?? {
      isPrimary: primary === 't',
      isIdentity: identity === 't',
      isImmediate: immediate === 't',
      columns: [],
      orders: [],
    }
    const [less, equal, atLeast, greater] = parseArray(operators!) as [string, string, string, string]
    key.columns.push(column!)
    key.orders.push({ less, equal, atLeast, greater })
    keys.set(name, key)
  }
  return [...keys.values()]
}

/** The given types, and the types they are built from. */
export async function describeTypes(client: Client, ids: readonly number[]): Promise<Map<number, DatabaseType>> {
  const unknown = new Set(ids.filter((id) => !builtInTypes.has(id)))
  const rows = unknown.size === 0 ? [] : await rowsOf(client, typesText, [[...unknown]])
  return new Map([
    ...ids.flatMap((id) => builtInTypes.get(id) ?? []).map((type) => [type.id, type] as const),
    ...rows.map(
      ([id, name, base, element]) =>
        [
          Number(id),
          {
            id: Number(id),
            name: name!,
            base: base === null ? undefined : Number(base),
            element: element === null ? undefined : Number(element),
          },
        ] as const,
    ),
  ])
}
