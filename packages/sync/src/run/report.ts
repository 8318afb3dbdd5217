import { ConnectorError, type Severity } from '@portico/core'
import type { LandingMode } from '../destination/destination.ts'
import type { SchemaChange } from '../destination/schema-evolution.ts'
import type { Assertion } from '../lineage/sync-run.ts'
import { isSyncError, type SyncErrorCode } from '../sync-error.ts'

/** The result of one stream, as plain data. Its numbers grow while it runs. */
export interface StreamReport {
  readonly stream: string
  readonly mode: LandingMode
  /** `paused`: it was asked to stop before its pass ended, and everything read has landed. */
  readonly status: 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'
  /** `incremental`: only what is new by the cursor was requested. */
  readonly reading: 'full' | 'incremental'
  /** How often it was started: once more after each failure or cancellation that its run resumed from. */
  readonly tries: number
  /** True where it resumed an interrupted run. */
  readonly resumed: boolean
  /** Why an earlier run's unfinished reading was abandoned and everything was read again. */
  readonly restarted?: string | undefined
  /** Records read from the source. */
  readonly read: number
  /** Records that the destination has committed. */
  readonly landed: number
  readonly deleted: number
  /** Records, including the parent's, that the policy left out or landed without a promised field; and the first reason. */
  readonly misfits: { readonly discarded: number; readonly evolved: number; readonly first: string | undefined }
  readonly pages: number
  readonly bytes: number
  readonly batches: number
  readonly slices: { readonly done: number; readonly known: number }
  readonly waitedMs: number
  readonly startedAt: string
  readonly durationMs: number
  readonly schemaChanges: readonly SchemaChange[]
  /** The newest cursor value that has landed. */
  readonly newest: string | number | undefined
  /** The vendor's announcement that the endpoint will end: `Deprecation` and `Sunset`, in a sentence. */
  readonly ending?: string | undefined
  /** What its gates found in the landed data. */
  readonly assertions: readonly Assertion[]
  /** Why it failed or was cancelled. For a paused stream, why its last attempt did: the next one is about to begin. */
  readonly error: ReportedError | undefined
}

/** Why a run or a stream failed, as plain data. */
export interface ReportedError {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  /** Set for a failed call or checkpoint. */
  readonly severity: Severity | undefined
}

/** The result of a run, stream by stream, as plain data: an engine passes it to its next step. */
export interface RunReport {
  readonly runId: string
  readonly connector: string
  readonly connectorVersion: string
  readonly tenantId: string
  readonly account: string
  readonly destination: { readonly kind: string; readonly label: string }
  readonly status: 'paused' | 'succeeded' | 'failed' | 'cancelled'
  readonly startedAt: string
  readonly durationMs: number
  readonly streams: readonly StreamReport[]
}

const passing: ReadonlySet<SyncErrorCode> = new Set([
  'destination_unavailable',
  'state_moved',
  'source_unavailable',
  'source_changed',
])

export function reportedError(error: unknown): ReportedError {
  if (error instanceof ConnectorError) {
    const { code, message, retryable, retryAfterMs, severity } = error
    return { code, message, retryable, retryAfterMs, severity }
  }
  if (isSyncError(error)) {
    const retryable = passing.has(error.code)
    return { code: error.code, message: error.message, retryable, retryAfterMs: undefined, severity: error.severity }
  }
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    retryable: false,
    retryAfterMs: undefined,
    severity: undefined,
  }
}
