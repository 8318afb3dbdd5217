import { isSyncError, SyncError } from '../../sync-error.ts'
import { duckdbFailure } from '../duckdb/duckdb-failure.ts'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is spent',
  ENOTDIR: 'a file is where a folder should be',
}

/** What the file system, or DuckDB, says, in our words. */
export function fileFailure(error: unknown, label: string): SyncError {
  if (isSyncError(error)) return error
  // What JSON can't say.
  if (error instanceof TypeError) return new SyncError('destination_refused', `${label}: ${error.message}`)
  const { code } = error as NodeJS.ErrnoException
  if (typeof code === 'string')
    return new SyncError('destination_unavailable', `${label}: ${reasons[code] ?? code}`, { cause: error })
  return duckdbFailure(error, label)
}
