import { isSyncError, SyncError } from '../../sync-error.ts'
import { duckdbFailure } from '../duckdb/duckdb-failure.ts'

/** What the file system, or DuckDB, says, in our words. */
export function fileFailure(error: unknown, label: string): SyncError {
  if (isSyncError(error)) return error
  // What JSON can't say.
  if (error instanceof TypeError) return new SyncError('destination_refused', `${label}: ${error.message}`)
  return duckdbFailure(error, label)
}
