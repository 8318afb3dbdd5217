import { isSyncError, SyncError } from '../../sync-error.ts'
import { withoutValues } from '../without-values.ts'

/** Rewords PostgreSQL's message, without the record values that it quotes. Codes: PostgreSQL 18, appendix A. */
export function postgresFailure(error: unknown, label: string): SyncError {
  if (isSyncError(error)) return error
  const { code = '', message } = error as Error & { readonly code?: string }
  if (code === '25006') return unavailable(label, 'it is read-only')
  if (code === '42501') return unavailable(label, `the role may not write: ${message}`)
  if (code.startsWith('53')) return unavailable(label, `it is full: ${message}`)
  // Class 0A is a change to a column that a view reads, 21 two records that PostgreSQL takes for one, 22 bad data, 23 a
  // constraint, 42 a table that is not as a sync made it, 54 a server limit such as key length: no retry changes any of them.
  if (/^(?:0A|21|22|23|42|54)/.test(code))
    return new SyncError('destination_refused', `${label}: ${withoutValues(message)} (${code})`)
  return unavailable(label, message || code)
}

function unavailable(label: string, text: string): SyncError {
  return new SyncError('destination_unavailable', `${label}: ${text}`)
}
