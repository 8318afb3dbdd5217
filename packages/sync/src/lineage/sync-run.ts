import type { CatalogEntry } from '@portico/core/streams'
import type { DatasetName } from './run-event.ts'

/** What a run of a sync reads and where it lands: everything known before its first record. */
export interface SyncRun {
  /** UUID. The engine's run id where it is a UUID, so that both can be looked up by it. Default: a new one. */
  readonly runId?: string
  readonly tenantId: string
  /** The stream, as `catalogOf` describes it. */
  readonly stream: CatalogEntry
  readonly input: DatasetName
  readonly output: DatasetName
  /** Fields of the record by the column they land in. Default: every field lands under its own name. */
  readonly columns?: Readonly<Record<string, string>>
  /** Whether earlier data is replaced. */
  readonly overwrites: boolean
  /** The run that this one belongs to: a sync, with the name of its job. */
  readonly parent?: { readonly runId: string; readonly job: string }
  /** When it was scheduled for, and the end of the period it was meant to read: ISO 8601. */
  readonly nominal?: { readonly start: string; readonly end?: string }
}

/** The progress of a run. Rows are counted since its start; sizes are in bytes. */
export interface SyncProgress {
  readonly rowsRead: number
  readonly bytesRead?: number
  readonly rowsLanded: number
  readonly bytesLanded?: number
}

/** The result of a check of the data. */
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
