import { resolve } from 'node:path'
import type { SqlStore } from '@portico/governance'
import type { CommonOptions } from '../config/setup.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { governancePackage } from '../optional-peers.ts'

export interface StoreOptions extends CommonOptions {
  readonly store?: string
}

/** The address from `--store` or `PORTICO_STORE`; a relative path starts from the current folder. */
export function storeAddress(io: Io, { store }: StoreOptions): string {
  const address = store ?? io.env['PORTICO_STORE']
  if (!address)
    throw new Mistake('usage', '--store', 'there is no store', 'write --store sqlite:./portico.db, or set PORTICO_STORE')
  return fromFolder(io.cwd, address)
}

/** Whether something given as a log is a store. */
export function isStoreAddress(text: string): boolean {
  return /^(?:sqlite|postgres|postgresql):/.test(text)
}

/** A store's address, with a relative path resolved from the folder. */
export function fromFolder(folder: string, address: string): string {
  return address.replace(/^sqlite:(?!\/)(.+)$/s, (_, path: string) => `sqlite:${resolve(folder, path)}`)
}

/** Opens an existing, up-to-date store, runs, and closes it. */
export async function withStore<T>(address: string, run: (store: SqlStore) => Promise<T>): Promise<T> {
  const { openStore, storeStatus } = await governancePackage()
  const store = await mistaken(async () => {
    // Checked first, since opening a missing file would create it.
    await storeStatus(address)
    return openStore(address, { migrate: false })
  })
  try {
    return await run(store)
  } finally {
    await store.close()
  }
}

/** A store that cannot be used is a mistake in the command line or configuration: nothing was done. */
export async function mistaken<T>(run: () => Promise<T>): Promise<T> {
  const { isStoreError } = await governancePackage()
  try {
    return await run()
  } catch (error) {
    if (!isStoreError(error)) throw error
    throw new Mistake(error.code === 'unreachable' ? 'unreachable' : 'file', error.store, error.problem, error.hint, error)
  }
}
