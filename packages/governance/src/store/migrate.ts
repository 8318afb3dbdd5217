import { sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator, type MigratorProps } from 'kysely/migration'
import { version } from '../version.ts'
import type { Connection } from './connection.ts'
import type { Dialect } from './dialect.ts'
import { migrations } from './migrations/list.ts'
import type { ColumnTypes } from './migrations/migration.ts'
import { StoreError } from './store-error.ts'

export const migrationTable = 'portico_migration'

export interface MigrationStatus {
  readonly name: string
  /** ISO 8601; absent if it has not run. */
  readonly ranAt: string | undefined
}

/** Which migrations have run. Refuses a store that a newer version wrote. */
export async function migrationStatus(
  connection: Connection,
  schema: string,
  shown: string,
): Promise<readonly MigrationStatus[]> {
  const ran = await executed(connection, schema)
  const unknown = [...ran.keys()].find((name) => !migrations.some((migration) => migration.name === name))
  if (unknown !== undefined) {
    const problem = `was written by a newer @portico/governance (its schema has ${unknown}, which ${version} does not know)`
    throw new StoreError('newer', shown, problem, 'update the package: the store was left as it is')
  }
  return migrations.map(({ name }) => ({ name, ranAt: ran.get(name) }))
}

/** Runs the missing migrations, all or none; instances that start together wait for each other. Returns those that ran. */
export async function migrate(connection: Connection, schema: string, shown: string): Promise<readonly string[]> {
  const missing = (await migrationStatus(connection, schema, shown)).filter(({ ranAt }) => ranAt === undefined)
  if (missing.length === 0) return []
  const { error, results } = await (connection.dialect === 'sqlite'
    ? migrateSqlite(connection)
    : migrator(connection, connection.db, { migrationTableSchema: schema }).migrateToLatest())
  if (error !== undefined) throw error
  return (results ?? []).map(({ migrationName }) => migrationName)
}

/** Kysely's migrator knows one process only: the write lock keeps others out until all is done. */
function migrateSqlite(connection: Connection): Promise<MigrationResultSet> {
  return connection.db.connection().execute(async (held) => {
    await sql`begin immediate`.execute(held)
    const set = await migrator(connection, held, { disableTransactions: true }).migrateToLatest()
    await sql`${sql.raw(set.error === undefined ? 'commit' : 'rollback')}`.execute(held)
    return set
  })
}

const columnTypes: Readonly<Record<Dialect, ColumnTypes>> = {
  sqlite: { bytes: 'blob', identity: { type: 'integer', column: (column) => column.primaryKey().autoIncrement() } },
  postgres: { bytes: 'bytea', identity: { type: 'bigint', column: (column) => column.generatedAlwaysAsIdentity().primaryKey() } },
}

function migrator({ dialect }: Connection, db: MigratorProps['db'], more: Partial<MigratorProps>): Migrator {
  const types = columnTypes[dialect]
  const named = migrations.map((step): [string, Migration] => [step.name, { up: (target) => step.up(target, types) }])
  return new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(named) },
    migrationTableName: migrationTable,
    migrationLockTableName: `${migrationTable}_lock`,
    // Areas number their own migrations.
    allowUnorderedMigrations: true,
    ...more,
  })
}

async function executed({ db, dialect }: Connection, schema: string): Promise<ReadonlyMap<string, string>> {
  const there = await (
    dialect === 'sqlite'
      ? sql`select 1 from sqlite_schema where name = ${migrationTable}`
      : sql`select 1 from information_schema.tables where table_schema = ${schema} and table_name = ${migrationTable}`
  ).execute(db)
  if (there.rows.length === 0) return new Map()
  const { rows } = await sql<{ name: string; timestamp: string }>`select name, timestamp from ${sql.id(migrationTable)}`.execute(
    db,
  )
  return new Map(rows.map(({ name, timestamp }) => [name, timestamp]))
}
