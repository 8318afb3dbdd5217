import type { LandingBatch } from '../destination/destination.ts'
import type { StreamPlan } from './plan.ts'
import type { RunReport, StreamReport } from './report.ts'

/** What a run is, before anything was read. */
export interface RunStart {
  readonly runId: string
  readonly connector: string
  readonly connectorVersion: string
  readonly tenantId: string
  readonly account: string
  readonly destination: { readonly kind: string; readonly label: string }
  readonly streams: readonly StreamPlan[]
  readonly startedAt: string
}

/**
 * Watches a run: progress displays, metrics, lineage, run history. Starts and ends are waited for; what happens on the way is told
 * and not waited for. An observer that throws ends the run, so that evidence which must exist is not quietly missing.
 */
export interface SyncObserver {
  runStarted?(run: RunStart): void | Promise<void>
  streamStarted?(stream: StreamPlan, run: RunStart): void | Promise<void>
  /** After each page, with what the stream has come to so far. */
  read?(report: StreamReport): void
  /** The reading waits for the vendor's limit, in milliseconds. */
  waiting?(stream: string, ms: number): void
  /** A batch and its state are safe at the destination. */
  landed?(stream: StreamPlan, batch: LandingBatch, report: StreamReport): void | Promise<void>
  streamEnded?(stream: StreamPlan, report: StreamReport, run: RunStart): void | Promise<void>
  runEnded?(report: RunReport, run: RunStart): void | Promise<void>
}

/**
 * Asked once a pass has landed and before it counts as complete: of an overwrite, before readers see it. Throwing keeps the state and,
 * of an overwrite, the old table.
 */
export interface SyncGate {
  check(stream: StreamPlan, report: StreamReport, generation: number | undefined): Promise<void>
}
