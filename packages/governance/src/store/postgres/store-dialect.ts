import { type DatabaseIntrospector, type Kysely, PostgresDialect, sql } from 'kysely'

/**
 * Lists tables for the migrator by name only. Kysely's own introspection queries every column's sequence in the whole database,
 * which PostgreSQL fails if another client drops a table meanwhile (kysely 0.29.9, 2026-11-28).
 */
export class StoreDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return {
      async getSchemas() {
        const { rows } = await sql<{ name: string }>`select nspname as name from pg_catalog.pg_namespace`.execute(db)
        return rows
      },
      async getTables() {
        const { rows } = await sql<{ schema: string; name: string }>`
          select n.nspname as schema, c.relname as name
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p')`.execute(db)
        return rows.map((table) => ({ ...table, isView: false, isForeign: false, columns: [] }))
      },
    }
  }
}
