import { existsSync } from 'node:fs'
import type { Dialect } from './dialect.ts'
import { type MigrationStatus, migrate, migrationStatus } from './migrate.ts'
import { connectionTo, type StoreOptions } from './open-store.ts'
import { storeAddress } from './store-address.ts'
import { StoreError } from './store-error.ts'

/** Which migrations a store has run. */
export interface StoreStatus {
  readonly dialect: Dialect
  /** The address, without its password. */
  readonly store: string
  readonly migrations: readonly MigrationStatus[]
}

/** Lists which migrations have run, and changes nothing; a missing file is not created. Rejects with a `StoreError`. */
export async function storeStatus(url: string, options: Pick<StoreOptions, 'schema'> = {}): Promise<StoreStatus> {
  const address = storeAddress(url)
  if (address.dialect === 'sqlite' && !existsSync(address.path))
    throw new StoreError('unreachable', address.shown, 'is not there', 'create it with portico store migrate')
  const { connection, schema } = await connectionTo(address, options)
  try {
    const migrations = await migrationStatus(connection, schema, address.shown)
    return { dialect: address.dialect, store: address.shown, migrations }
  } finally {
    await connection.close()
  }
}

/** Runs the missing migrations, all or none, and returns their names. Rejects with a `StoreError`. */
export async function migrateStore(url: string, options: Pick<StoreOptions, 'schema'> = {}): Promise<readonly string[]> {
  const address = storeAddress(url)
  const { connection, schema } = await connectionTo(address, options)
  try {
    return await migrate(connection, schema, address.shown)
  } finally {
    await connection.close()
  }
}
