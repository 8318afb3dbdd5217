import type { Severity } from '@portico/core'
import type { LandedTable, LandingBatch } from '../destination/destination.ts'
import type { Assertion } from '../lineage/sync-run.ts'
import type { StreamPlan } from './plan.ts'
import type { RunReport, StreamReport } from './report.ts'

/** What is known of a run before anything is read. */
export interface RunStart {
  readonly runId: string
  readonly connector: string
  readonly connectorVersion: string
  readonly tenantId: string
  readonly account: string
  readonly destination: { readonly kind: string; readonly label: string }
  readonly streams: readonly StreamPlan[]
  readonly startedAt: string
  /** Streams that this run had begun when it was paused and now continues, with their reports, which keep counting from there. */
  readonly continued: ReadonlyMap<string, StreamReport>
}

/**
 * Watches a run: progress displays, metrics, lineage, run history. Starts and ends are awaited; events in between are not. An
 * observer that throws ends the run, so that required evidence is never quietly missing; the other observers still hear how it
 * ended.
 */
export interface SyncObserver {
  runStarted?(run: RunStart): void | Promise<void>
  streamStarted?(stream: StreamPlan, run: RunStart): void | Promise<void>
  /** After each page, with the stream's report so far. */
  read?(report: StreamReport): void
  /** Reading waits for the vendor's rate limit, in milliseconds. */
  waiting?(stream: string, ms: number): void
  /** A batch and its state are safe at the destination. */
  landed?(stream: StreamPlan, batch: LandingBatch, report: StreamReport): void | Promise<void>
  streamEnded?(stream: StreamPlan, report: StreamReport, run: RunStart): void | Promise<void>
  runEnded?(report: RunReport, run: RunStart): void | Promise<void>
}

/**
 * Stands between what has landed and what readers see. The streams it guards fill a generation of their own: an overwrite an
 * empty one, any other a copy of the table. It replaces the table when every gate passes it. If one refuses, readers keep what
 * they had, and the next run continues: an overwrite afresh, any other with what is new since. A gate that throws has not judged:
 * nothing moves, and the next run asks it again.
 */
export interface SyncGate {
  concerns(stream: StreamPlan): boolean
  check(landed: LandedTable, stream: StreamPlan, run: RunStart): Promise<GateAnswer>
}

/** A gate's verdict on what has landed. */
export interface GateAnswer {
  readonly passed: boolean
  /** The result of each check, for reports and lineage, without any values of the data. */
  readonly assertions: readonly Assertion[]
  /** Why it did not pass, for people, and how grave that is. */
  readonly refusal?: { readonly reason: string; readonly severity: Severity }
}
