import { closeSync, openSync } from 'node:fs'
import type SqliteDatabase from 'better-sqlite3'
import { SyncError } from '../../sync-error.ts'
import { Journal } from './journal.ts'

// 'Ptco', which marks the file as ours.
const applicationId = 0x50_74_63_6f
const schemaVersion = 1
const tables = `
CREATE TABLE runs (
  id TEXT PRIMARY KEY, tenant TEXT NOT NULL, connector TEXT NOT NULL, job TEXT NOT NULL, schedule TEXT, state TEXT NOT NULL,
  wanted TEXT, created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, token INTEGER NOT NULL DEFAULT 0, lease_until INTEGER,
  retries INTEGER NOT NULL DEFAULT 0, steps INTEGER NOT NULL DEFAULT 0, report TEXT, error TEXT
) STRICT;
CREATE INDEX runs_by_state ON runs (state, due_at);
CREATE INDEX runs_by_time ON runs (created_at);
CREATE TABLE schedules (name TEXT PRIMARY KEY, schedule TEXT NOT NULL, next_at INTEGER NOT NULL) STRICT;
`

/** Opens a journal's file, readable only by its owner. Throws a SyncError for a file that is not a journal. */
export async function openJournal(path: string, now: () => number): Promise<Journal> {
  const { default: Sqlite } = await import('better-sqlite3')
  let database: SqliteDatabase.Database | undefined
  try {
    closeSync(openSync(path, 'a', 0o600))
    database = new Sqlite(path, { timeout: 10_000 })
    const opened = database
    database.pragma('journal_mode = wal')
    database.pragma('synchronous = full')
    opened.transaction(() => prepare(opened, path)).immediate()
    return new Journal(database, now)
  } catch (error) {
    database?.close()
    if (error instanceof SyncError) throw error
    throw new SyncError('invalid_options', `${path}: it can't be opened as the engine's journal: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function prepare(database: SqliteDatabase.Database, path: string): void {
  const [id, version] = [database.pragma('application_id', { simple: true }), database.pragma('user_version', { simple: true })]
  if (id === applicationId && version === schemaVersion) return
  const foreign = database.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined
  if (foreign) {
    throw new SyncError(
      'invalid_options',
      `${path}: it is ${id === applicationId ? 'the journal of another version' : 'the database of another program'}: name another file`,
    )
  }
  database.exec(tables)
  database.pragma(`application_id = ${applicationId}`)
  database.pragma(`user_version = ${schemaVersion}`)
}
