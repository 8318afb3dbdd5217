import type { Client } from 'pg'
import type { Column } from '../../record/columns.ts'
import { quotedList } from '../sql-text.ts'
import { alterTableTexts, tableIn } from './postgres-tables.ts'

export interface Swap {
  /** The table that readers see: its qualified name, quoted, and the last part of it. */
  readonly live: string
  readonly name: string
  /** The qualified name of its replacement. */
  readonly filled: string
  readonly columns: readonly Column[]
}

/** `dependent_objects_still_exist` */
const hasDependents = '2BP01'

/**
 * Replaces a table with another, which takes over its name and grants. Where people have attached more to the old table (views,
 * indexes, policies), it stays and the rows are exchanged; readers wait meanwhile.
 */
export async function swapTable(client: Client, swap: Swap): Promise<void> {
  const { live, name, filled } = swap
  if (await carriesMore(client, live)) return exchangeRows(client, swap)
  const grants = await grantTexts(client, live, filled)
  await client.query('SAVEPOINT swap')
  try {
    await client.query(`DROP TABLE IF EXISTS ${live}`)
  } catch (error) {
    if ((error as { readonly code?: string }).code !== hasDependents) throw error
    await client.query('ROLLBACK TO SAVEPOINT swap')
    return exchangeRows(client, swap)
  }
  for (const text of grants) await client.query(text)
  await client.query(`ALTER TABLE ${filled} RENAME TO ${quotedList([name])}`)
}

async function exchangeRows(client: Client, { live, filled, columns }: Swap): Promise<void> {
  const there = (await tableIn(client, live))!
  for (const text of alterTableTexts(live, there.columns, columns)) await client.query(text)
  const names = quotedList(columns.map((column) => column.name))
  await client.query(`TRUNCATE ${live}`)
  await client.query(`INSERT INTO ${live} (${names}) SELECT ${names} FROM ${filled}`)
  await client.query(`DROP TABLE ${filled}`)
}

/** True where a table has things that no sync creates and that would be lost with it. */
async function carriesMore(client: Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ more: boolean }>(
    `SELECT c.relrowsecurity
         OR EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid)
         OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid)
         OR EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND NOT indisprimary)
         OR EXISTS (SELECT FROM pg_publication_rel WHERE prrelid = c.oid)
         OR EXISTS (SELECT FROM pg_description WHERE objoid = c.oid AND classoid = 'pg_class'::regclass) AS more
       FROM pg_class c WHERE c.oid = to_regclass($1)`,
    [table],
  )
  return rows[0]?.more ?? false
}

/** Statements that copy to one table the grants on another table and on its columns. */
async function grantTexts(client: Client, from: string, to: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `SELECT format('GRANT %s%s ON %s TO %s%s', g.privilege_type, ' (' || quote_ident(part.field) || ')', $2::text,
              CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
              CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS text
       FROM (SELECT NULL::text AS field, relacl AS acl FROM pg_class WHERE oid = to_regclass($1)
             UNION ALL
             SELECT attname, attacl FROM pg_attribute WHERE attrelid = to_regclass($1) AND NOT attisdropped) part
      CROSS JOIN LATERAL aclexplode(part.acl) g
      WHERE g.grantee <> g.grantor`,
    [from, to],
  )
  return rows.map(({ text }) => text)
}
