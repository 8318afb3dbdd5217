import { isSyncError, SyncError } from '../../sync-error.ts'
import { systemReason } from '../system-reason.ts'
import { withoutValues } from '../without-values.ts'

// The list of streams is the only table of a sync that has a key.
const meanwhile =
  /^(?:TransactionContext Error: (?:Conflict|Catalog write-write conflict|Failed to commit)|Constraint Error: Duplicate key)/

/**
 * Rewords a failure of DuckDB or the operating system: the original message may quote a record's value, which does not belong in
 * a log.
 */
export function duckdbFailure(error: unknown, label: string): SyncError {
  if (isSyncError(error)) return error
  const text = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error)
  if (/Could not set lock/.test(text)) {
    return new SyncError('destination_unavailable', `${label}: another process has it open, and a DuckDB file allows one writer`)
  }
  if (/different configuration than existing connections/.test(text)) {
    return new SyncError('destination_unavailable', `${label}: it is open in this process with another memoryLimit or threads`)
  }
  const reason = systemReason(error)
  if (reason) return new SyncError('destination_unavailable', `${label}: ${reason}`, { cause: error })
  if (meanwhile.test(text)) {
    return new SyncError('destination_unavailable', `${label}: another run in this process is changing the same table right now`)
  }
  const refused = /^(?:Conversion|Constraint|Invalid Input|Out of Range|Catalog|Binder) Error/.test(text)
  return new SyncError(refused ? 'destination_refused' : 'destination_unavailable', `${label}: ${withoutValues(text)}`)
}
