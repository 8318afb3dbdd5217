import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@portico/governance'

/**
 * Puts a SQLite store there, with its tables and no rows: copying one takes a small part of the time of its migrations. It is
 * made once per test run, in the folder for the run's files.
 */
export async function putMigratedStore(path: string): Promise<void> {
  const template = join(tmpdir(), 'migrated-store.db')
  if (!existsSync(template)) {
    const making = join(await mkdtemp(join(tmpdir(), 'migrated-store-')), 'portico.db')
    await (await openStore(`sqlite:${making}`)).close()
    // Moved into place whole, since another worker may look for it meanwhile.
    await rename(making, template)
  }
  await copyFile(template, path)
}
