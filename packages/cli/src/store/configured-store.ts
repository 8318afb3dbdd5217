import type { Store } from '@portico/core'
import type { SqlStore } from '@portico/governance'
import type { CommandContext } from '../command-context.ts'
import { type Setup, setUp } from '../config/setup.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { fromFolder, mistaken } from './named-store.ts'
import { governancePackage } from '../optional-peers.ts'

const variable = 'PORTICO_STORE'

/** Whether anything here remembers keys and waiting calls after this command. */
export function hasStore({ env }: Pick<Io, 'env'>, { config }: Pick<Setup, 'config'>): boolean {
  return Boolean(env[variable]) || config.store !== undefined
}

/** A store and how to close it: an open connection would keep the command from ending. */
export interface ConfiguredStore {
  readonly store: Store
  /** Undefined for a store of the platform's own. */
  readonly sql: SqlStore | undefined
  close(): Promise<void>
}

/** The store that `PORTICO_STORE` names, or the configured one; undefined if there is none. */
export async function openConfiguredStore(io: Io, setup: Setup): Promise<ConfiguredStore | undefined> {
  const { config } = setup
  const address = addressOf(io, setup)
  if (address !== undefined) {
    const sql = await openAddress(io, address)
    return { store: sql, sql, close: () => sql.close() }
  }
  if (typeof config.store !== 'object') return undefined
  const store = config.store as Store & Partial<SqlStore>
  const sql = store.db && store.leases ? (store as SqlStore) : undefined
  return { store, sql, close: async () => store.close?.() }
}

/** The same, for commands that need what only SQL keeps. */
export async function openSqlStore(
  io: Io,
  setup: Setup,
  kept: string,
): Promise<Pick<ConfiguredStore, 'close'> & { readonly sql: SqlStore }> {
  const opened = await openConfiguredStore(io, setup)
  if (opened?.sql) return { sql: opened.sql, close: () => opened.close() }
  await opened?.close()
  const hint = 'set PORTICO_STORE=sqlite:./portico.db, or store in portico.config.ts'
  throw new Mistake('configuration', 'store', `nothing here keeps ${kept}`, hint)
}

/** Throws a `Mistake` if nothing was ever stored: opening a store creates it, and a gate finds nothing wrong in an empty one. */
export async function demandKept({ io, options }: Pick<CommandContext, 'io' | 'options'>): Promise<void> {
  const address = addressOf(io, await setUp(io, options))
  if (address === undefined) return
  const { storeStatus } = await governancePackage()
  const { store, migrations } = await mistaken(() => storeStatus(address))
  if (migrations.some(({ ranAt }) => ranAt !== undefined)) return
  throw new Mistake('file', store, 'holds no store', 'check its address, or create it with portico store migrate')
}

/** Runs a command on it, and closes it. */
export async function withSqlStore<T>(
  { io, options }: Pick<CommandContext, 'io' | 'options'>,
  kept: string,
  run: (opened: { readonly setup: Setup; readonly sql: SqlStore }) => Promise<T>,
): Promise<T> {
  const setup = await setUp(io, options)
  const { sql, close } = await openSqlStore(io, setup, kept)
  try {
    return await run({ setup, sql })
  } finally {
    await close()
  }
}

/** A relative path in the variable starts from the current folder, as with `--store`; the configuration's starts from its own. */
function addressOf({ env, cwd }: Io, { config, folder }: Setup): string | undefined {
  if (env[variable]) return fromFolder(cwd, env[variable])
  return typeof config.store === 'string' ? fromFolder(folder, config.store) : undefined
}

async function openAddress({ env }: Io, address: string): Promise<SqlStore> {
  const { aesGcmCipher, isStoreError, loadKeyRing, openStore } = await governancePackage()
  try {
    // Only waiting calls and tokens need keys.
    const keys = env['PORTICO_KEYS'] ? await loadKeyRing({ environment: env }) : undefined
    return await openStore(address, keys ? { cipher: aesGcmCipher(keys), signingKeys: keys } : {})
  } catch (error) {
    if (isStoreError(error)) throw new Mistake('configuration', `the store ${error.store}`, error.problem, error.hint, error)
    throw error
  }
}
