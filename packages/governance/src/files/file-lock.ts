import { chmod, realpath } from 'node:fs/promises'

export interface FileLock {
  release(): void
}

/**
 * Locks an existing file for this writer by `<file>.lock` beside it. The operating system releases the lock when the process
 * ends, however it ends, so it never goes stale and nobody waits. Undefined if it is already held, in this process or another.
 * The lock file stays: deleting it would let two writers in.
 *
 * Node has no file lock of its own; SQLite's is one, on a database that stays empty.
 */
export async function fileLock(file: string): Promise<FileLock | undefined> {
  const { default: Sqlite } = await import('better-sqlite3')
  // One lock for every alias of the file: its real path.
  const path = `${await realpath(file)}.lock`
  const database = new Sqlite(path, { timeout: 0 })
  try {
    await chmod(path, 0o600)
    // An empty transaction has nothing to roll back.
    database.pragma('journal_mode = memory')
    database.exec('begin exclusive')
    return { release: () => void database.close() }
  } catch (error) {
    database.close()
    if ((error as NodeJS.ErrnoException).code === 'SQLITE_BUSY') return undefined
    throw error
  }
}
