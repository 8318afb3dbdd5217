import { chmod, realpath } from 'node:fs/promises'

export interface FileLock {
  release(): void
}

/**
 * Makes a file that is there this writer's, by `<file>.lock` beside it. The system takes the lock back when the process ends, however it
 * ends: nothing stale is left, and nobody waits. Undefined where somebody else has it, in this process or another. The lock's file stays:
 * to delete it would let two in.
 *
 * Node has no such lock of its own; SQLite's is one, on a database that stays empty.
 */
export async function fileLock(file: string): Promise<FileLock | undefined> {
  const { default: Sqlite } = await import('better-sqlite3')
  // Of all its names the one that it lies under.
  const path = `${await realpath(file)}.lock`
  const database = new Sqlite(path, { timeout: 0 })
  try {
    await chmod(path, 0o600)
    // An empty transaction leaves nothing to take back.
    database.pragma('journal_mode = memory')
    database.exec('begin exclusive')
    return { release: () => void database.close() }
  } catch (error) {
    database.close()
    if ((error as NodeJS.ErrnoException).code === 'SQLITE_BUSY') return undefined
    throw error
  }
}
