import type { Severity } from '@portico/core'

// Two copies of this package in one process must recognise each other's errors.
const brand = Symbol.for('portico.sync-error')

/** Why a sync could not do what it was asked. */
export type SyncErrorCode =
  /** The source has no such stream. */
  | 'unknown_stream'
  /** Options that contradict each other, or settings that the stream refuses. */
  | 'invalid_options'
  /** The state was written in a version, or for a cursor, that this version does not read. */
  | 'state_version'
  /** Another run of the same sync moved the state meanwhile. */
  | 'state_moved'
  /** The dataset holds another tenant's, account's or connector's data. */
  | 'dataset_taken'
  /** A record without its primary key. */
  | 'missing_primary_key'
  /** A record that breaks its stream's promise. */
  | 'contract_violation'
  /** The stream's schema changed, and its policy is to freeze. */
  | 'schema_frozen'
  /** The destination can't be opened or written: read-only, full, gone. */
  | 'destination_unavailable'
  /** The destination refuses what should land. */
  | 'destination_refused'
  /** What landed did not pass its gate: readers keep what they had. */
  | 'checkpoint_failed'
  /** The source is not set up for this sync: a setting, a right, or a key of a table is missing. */
  | 'source_unfit'
  /** The source can't be reached, or is busy: a later run may succeed. */
  | 'source_unavailable'
  /** What is read changed its form meanwhile: the next run continues from there. */
  | 'source_changed'
  /** The source no longer has what came after the saved position: the stream must be read again in full. */
  | 'position_lost'
  /** The engine's server can't be reached, or refuses. */
  | 'engine_unavailable'
  | 'cancelled'

/** A failure of the data plane itself. A vendor's refusal is a `ConnectorError`. */
export class SyncError extends Error {
  override readonly name = 'SyncError'
  readonly code: SyncErrorCode
  readonly stream: string | undefined
  /** Set for a failed checkpoint. */
  readonly severity: Severity | undefined
  readonly [brand] = true

  constructor(
    code: SyncErrorCode,
    message: string,
    details: { readonly stream?: string; readonly severity?: Severity; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.stream = details.stream
    this.severity = details.severity
  }

  toJSON(): Record<string, unknown> {
    const { name, code, message, stream, severity } = this
    return { name, code, message, stream, severity }
  }
}

export function isSyncError(error: unknown): error is SyncError {
  return error instanceof Error && brand in error
}
