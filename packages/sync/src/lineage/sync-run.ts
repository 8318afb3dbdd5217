import type { CatalogEntry } from '@portico/core/streams'
import type { DatasetName } from './run-event.ts'

/** What a run of a sync reads and where it lands: all that is known before its first record. */
export interface SyncRun {
  /** UUID. The engine's own run id, where it is one, so that both can be looked up by it. Default: a new one. */
  readonly runId?: string
  readonly tenantId: string
  /** The stream, as `catalogOf` tells of it. */
  readonly stream: CatalogEntry
  readonly input: DatasetName
  readonly output: DatasetName
  /** Fields of the record by the column that they land in. Default: every field lands under its own name. */
  readonly columns?: Readonly<Record<string, string>>
  /** Whether what was there before is replaced. */
  readonly overwrites: boolean
  /** The run that this one is part of: a sync, with the name of its job. */
  readonly parent?: { readonly runId: string; readonly job: string }
  /** For when it was planned, and until when what it reads was meant to be: ISO 8601. */
  readonly nominal?: { readonly start: string; readonly end?: string }
}

/** How far a run has come. Rows are counted since its start; sizes are in bytes. */
export interface SyncProgress {
  readonly rowsRead: number
  readonly bytesRead?: number
  readonly rowsLanded: number
  readonly bytesLanded?: number
}

/** What a check of the data found. */
export interface Assertion {
  /** What kind of check: `not_null`, `unique`, `row_count`, `freshness`. */
  readonly assertion: string
  readonly success: boolean
  readonly column?: string
  /** `error` stops what follows, `warn` does not. */
  readonly severity?: 'error' | 'warn'
  readonly name?: string
  readonly description?: string
  readonly expected?: string
  readonly actual?: string
}
