import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@portico/governance'

/**
 * Puts a SQLite store there, with its tables and no rows: to copy one takes a small part of what its migrations take. It is made once
 * for a run of tests, in the folder for what the run writes.
 */
export async function putMigratedStore(path: string): Promise<void> {
  const template = join(tmpdir(), 'migrated-store.db')
  if (!existsSync(template)) {
    const making = join(await mkdtemp(join(tmpdir(), 'migrated-store-')), 'portico.db')
    await (await openStore(`sqlite:${making}`)).close()
    // Whole or not at all, for a worker that looks for it meanwhile.
    await rename(making, template)
  }
  await copyFile(template, path)
}
