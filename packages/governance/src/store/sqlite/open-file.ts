import { chmodSync, closeSync, fstatSync, openSync } from 'node:fs'
import type SqliteDatabase from 'better-sqlite3'
import { migrationTable } from '../migrate.ts'
import { StoreError } from '../store-error.ts'
import { busyTimeoutMs } from './until-free.ts'

/** Opens the file, readable only by its owner, and refuses one that is not a store before writing anything to it. */
export async function openFile(path: string, shown: string): Promise<SqliteDatabase.Database> {
  // Imported here, so that a process on PostgreSQL loads no SQLite.
  const { default: Sqlite } = await import('better-sqlite3')
  let database: SqliteDatabase.Database | undefined
  try {
    // SQLite's name for an in-memory database; there is no file to protect.
    if (path !== ':memory:') keepToOwner(path)
    database = new Sqlite(path, { timeout: busyTimeoutMs })
    refuseForeign(database, shown)
    database.pragma('journal_mode = wal')
    // The log is flushed on every commit, or by `LogFlush` after it: acknowledged writes survive a power loss.
    database.pragma('synchronous = full')
    // 32 MB, so that a page written by many calls is copied once. The thread waits for the copy, and for two flushes.
    database.pragma('wal_autocheckpoint = 8000')
    // macOS flushes to the physical disk only with this.
    database.pragma('fullfsync = on')
    database.pragma('foreign_keys = on')
    database.pragma('trusted_schema = off')
    // From here on `untilFree` does the waiting.
    database.pragma('busy_timeout = 0')
    return database
  } catch (error) {
    database?.close()
    throw error instanceof StoreError ? error : new StoreError(...reasonOf(error, shown), error)
  }
}

/** SQLite gives its log and index the file's mode. */
function keepToOwner(path: string): void {
  const file = openSync(path, 'a', 0o600)
  const { mode } = fstatSync(file)
  closeSync(file)
  if ((mode & 0o077) !== 0) chmodSync(path, 0o600)
}

function refuseForeign(database: SqliteDatabase.Database, shown: string): void {
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").pluck().all()
  if (tables.length > 0 && !tables.includes(migrationTable)) {
    throw new StoreError('corrupt', shown, 'is the database of another program', 'name another file: this one was left as it is')
  }
}

function reasonOf(error: unknown, shown: string): ['corrupt' | 'unreachable', string, string, string] {
  const code = String((error as NodeJS.ErrnoException).code)
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return [
      'corrupt',
      shown,
      'is damaged, or not a store',
      'restore it from a backup, or name another file: it was left as it is',
    ]
  }
  const hints: Readonly<Record<string, readonly [string, string]>> = {
    ENOENT: ['is in a folder that does not exist', 'create the folder first'],
    ENOTDIR: ['is in a folder that does not exist', 'create the folder first'],
    EISDIR: ['is a folder', 'name a file'],
    EACCES: ['may not be opened', 'give its owner the right to read and write it'],
    EPERM: ['is readable by others, and its mode may not be changed', 'run as its owner, or chmod 600'],
    EROFS: ['is on a read-only disk', 'name a file that can be written'],
    SQLITE_BUSY: ['is held by another process', 'stop whatever holds it, or use PostgreSQL for several instances'],
    SQLITE_READONLY: ['is read-only', 'give its owner the right to write it'],
  }
  const [problem, hint] = hints[code] ?? [`can't be opened (${code})`, 'see its cause']
  return ['unreachable', shown, problem, hint]
}
