import { ConnectorError, type Severity } from '@portico/core'
import type { LandingMode } from '../destination/destination.ts'
import type { SchemaChange } from '../destination/schema-evolution.ts'
import type { Assertion } from '../lineage/sync-run.ts'
import { isSyncError, type SyncErrorCode } from '../sync-error.ts'

/** What came of one stream, as plain data. Rising numbers while it runs. */
export interface StreamReport {
  readonly stream: string
  readonly mode: LandingMode
  /** `paused`: it was asked to end before its pass did, and all that was read has landed. */
  readonly status: 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'
  /** `incremental`: only what the cursor says is new was asked for. */
  readonly reading: 'full' | 'incremental'
  /** How often it was begun: again after each failure or cancellation that its run went on from. */
  readonly tries: number
  /** True where an earlier run had been cut off and this one went on. */
  readonly resumed: boolean
  /** Why what an earlier run had begun was given up, and all was read anew. */
  readonly restarted?: string | undefined
  /** Records that the source gave. */
  readonly read: number
  /** Records that the destination has committed. */
  readonly landed: number
  readonly deleted: number
  /** Records, also of the parent, that were left out, or landed without a promised field, by the policy; and the first reason. */
  readonly misfits: { readonly discarded: number; readonly evolved: number; readonly first: string | undefined }
  readonly pages: number
  readonly bytes: number
  readonly batches: number
  readonly slices: { readonly done: number; readonly known: number }
  readonly waitedMs: number
  readonly startedAt: string
  readonly durationMs: number
  readonly schemaChanges: readonly SchemaChange[]
  /** The cursor's newest value that was landed. */
  readonly newest: string | number | undefined
  /** What the vendor says of the end of what is read: `Deprecation` and `Sunset`, in a sentence. */
  readonly ending?: string | undefined
  /** What its gates found in what had landed. */
  readonly assertions: readonly Assertion[]
  /** Why it failed or was cancelled. Of a paused stream, why its last try was: the next one is to begin. */
  readonly error: ReportedError | undefined
}

/** Why a run or a stream failed, as plain data. */
export interface ReportedError {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  /** Of a call that failed, or a checkpoint. */
  readonly severity: Severity | undefined
}

/** What a run came to, stream by stream, as plain data: an engine hands it to its next step. */
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
