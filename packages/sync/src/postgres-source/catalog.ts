import type { Client } from 'pg'
import { builtInTypes } from './built-in-types.ts'
import type { DatabaseType } from './column-value.ts'

/** A table as the catalog has it. */
export interface CatalogTable {
  readonly id: number
  /** With its schema: `public.orders`. */
  readonly name: string
  readonly schema: string
  readonly table: string
  readonly comment: string | undefined
  readonly isPartitioned: boolean
  readonly isLogged: boolean
  readonly isReadable: boolean
  /** Row security hides rows from this role. */
  readonly hidesRows: boolean
  /** `d` the primary key, `n` nothing, `f` the whole row, `i` an index. */
  readonly identity: string
  readonly isPublished: boolean
  /** Rows that the publication leaves out, as a condition. */
  readonly rowFilter: string | undefined
  /** The numbers of the columns that the publication has of it; undefined where it has none of the table. */
  readonly published: readonly number[] | undefined
  /** The highest number that a column has or had. */
  readonly width: number
  readonly columns: readonly CatalogColumn[]
  readonly keys: readonly CatalogKey[]
}

export interface CatalogColumn {
  readonly number: number
  readonly name: string
  readonly type: number
  readonly modifier: number
  /** The type's whole name, for a cast. */
  readonly typeName: string
  /** Rows that were there before the column may have a value in it. */
  readonly hasDefault: boolean
}

export interface CatalogKey {
  readonly isPrimary: boolean
  readonly isIdentity: boolean
  /** A deferrable key may be there twice for a moment, so PostgreSQL does not log rows by it. */
  readonly isImmediate: boolean
  readonly columns: readonly string[]
}

// What the view `pg_publication_tables` is made of: to plan the whole of it takes longer than the rest of this (PostgreSQL 18, 2026-11-29).
const tablesText = `
SELECT c.oid, n.nspname, c.relname, obj_description(c.oid, 'pg_class'), c.relkind = 'p', c.relpersistence = 'p',
       has_table_privilege(c.oid, 'SELECT'), row_security_active(c.oid), c.relreplident,
       p.relid IS NOT NULL, pg_get_expr(p.qual, p.relid), c.relnatts, array_to_json(p.attrs::int2[])
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN (SELECT t.relid, t.attrs, t.qual FROM pg_publication o, LATERAL pg_get_publication_tables(o.pubname::text) t WHERE o.pubname = $1) p
    ON p.relid = c.oid
 WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
 ORDER BY n.nspname, c.relname`

const columnsText = `
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, -1), a.atthasdef OR a.attidentity <> ''
  FROM pg_attribute a
 WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum`

const keysText = `
SELECT i.indrelid, i.indisprimary, i.indisreplident, i.indimmediate, a.attname
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

/** A table whose columns have not been asked for. */
export type ListedTable = Omit<CatalogTable, 'columns' | 'keys'>

/** The tables of a database, without those of the system. */
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
    }),
  )
}

/** Tables with what is in them; of a published one, the columns that are published. */
export async function describeTables(client: Client, tables: readonly ListedTable[]): Promise<readonly CatalogTable[]> {
  const ids = tables.map(({ id }) => id)
  const columns = await rowsOf(client, columnsText, [ids])
  const keys = await rowsOf(client, keysText, [ids])
  return tables.map((table) => ({
    ...table,
    columns: columns
      .filter(([id, number]) => Number(id) === table.id && table.published?.includes(Number(number)) !== false)
      .map(([, number, name, type, modifier, typeName, hasDefault]) => ({
        number: Number(number),
        name: name!,
        type: Number(type),
        modifier: Number(modifier),
        typeName: typeName!,
        hasDefault: hasDefault === 't',
      })),
    keys: keysOf(keys.filter(([id]) => Number(id) === table.id)),
  }))
}

function keysOf(rows: Rows): CatalogKey[] {
  const keys = new Map<string, CatalogKey & { readonly columns: string[] }>()
  for (const [, primary, identity, immediate, column] of rows) {
    // A table has one of each, and one index may be both.
    const name = `${primary} ${identity}`
    const key = keys.get(name)
    if (key) key.columns.push(column!)
    else {
      keys.set(name, {
        isPrimary: primary === 't',
        isIdentity: identity === 't',
        isImmediate: immediate === 't',
        columns: [column!],
      })
    }
  }
  return [...keys.values()]
}

/** The named types, and those that they are made of. */
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
