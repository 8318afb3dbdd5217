import { isSyncError, SyncError } from '../../sync-error.ts'
import { duckdbFailure } from '../duckdb/duckdb-failure.ts'

/** Rewords a failure of the file system or DuckDB. */
export function fileFailure(error: unknown, label: string): SyncError {
  if (isSyncError(error)) return error
  // A value that JSON can't express.
  if (error instanceof TypeError) return new SyncError('destination_refused', `${label}: ${error.message}`)
  return duckdbFailure(error, label)
}
