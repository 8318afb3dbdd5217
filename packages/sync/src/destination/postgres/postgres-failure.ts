import { isSyncError, SyncError } from '../../sync-error.ts'
import { withoutValues } from '../without-values.ts'

/** What PostgreSQL says, in our words, without what it quotes of a record. Codes: PostgreSQL 18, appendix A. */
export function postgresFailure(error: unknown, label: string): SyncError {
  if (isSyncError(error)) return error
  const { code = '', message } = error as Error & { readonly code?: string }
  if (code === '25006') return unavailable(label, 'it is read-only')
  if (code === '42501') return unavailable(label, `the role may not write: ${message}`)
  if (code.startsWith('53')) return unavailable(label, `it is full: ${message}`)
  // Class 0A is a change of a column that a view reads, 21 two records that are one to it, 22 is data, 23 a constraint; 42 is a table that
  // is not as a sync made it, and 54 a limit of the server, such as that of a key's length: another time changes none of them.
  if (/^(?:0A|21|22|23|42|54)/.test(code))
    return new SyncError('destination_refused', `${label}: ${withoutValues(message)} (${code})`)
  return unavailable(label, message || code)
}

function unavailable(label: string, text: string): SyncError {
  return new SyncError('destination_unavailable', `${label}: ${text}`)
}
