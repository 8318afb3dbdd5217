import { isSyncError, SyncError, type SyncErrorCode } from '../sync-error.ts'
import { withoutValues } from '../destination/without-values.ts'

interface DatabaseError extends Error {
  readonly code?: string
}

/** What error codes of PostgreSQL 18, appendix A, mean to a reader; those not listed may pass by themselves. */
const meanings: readonly (readonly [codes: RegExp, means: SyncErrorCode, hint: string])[] = [
  [/^(?:28|3D000)/, 'source_unfit', 'check user, password and database'],
  [/^42501$/, 'source_unfit', 'the role lacks a right: see the runbook of the connector'],
  [/^53400$/, 'source_unfit', 'raise max_replication_slots, or drop unused slots'],
  [/^42/, 'source_unfit', 'the database is not as it was when the sync began: run again'],
  [/^(?:22|23)/, 'source_unfit', "a value can't be read"],
]

/** Rewords the database's message, without what it quotes of a row. */
export function sourceFailure(error: unknown, label: string): SyncError {
  if (isSyncError(error)) return error
  const { code = '', message } = error as DatabaseError
  const known = meanings.find(([codes]) => codes.test(code))
  const quotesValues = /^(?:22|23)/.test(code)
  const said = (quotesValues ? withoutValues(message) : message) || code
  if (known) return new SyncError(known[1], `${label}: ${said} (${code}): ${known[2]}`)
  if (/does not support SSL|certificate|self-signed/i.test(message)) {
    return new SyncError('source_unfit', `${label}: ${said}: state tls and caFile as the server has it`)
  }
  return new SyncError('source_unavailable', `${label}: ${said}`)
}
