import type { Severity } from '@portico/core'
import type { LandedTable, LandingBatch } from '../destination/destination.ts'
import type { Assertion } from '../lineage/sync-run.ts'
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
  /** Streams that this run had begun when it was paused and goes on with, and what they had come to: reports count on from there. */
  readonly continued: ReadonlyMap<string, StreamReport>
}

/**
 * Watches a run: progress displays, metrics, lineage, run history. Starts and ends are waited for; what happens on the way is told
 * and not waited for. An observer that throws ends the run, so that evidence which must exist is not quietly missing; of its end the
 * others are told all the same.
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
 * Stands between what has landed and what readers see. The streams that it is about fill a generation of their own: an overwrite an
 * empty one, any other a copy of the table. It takes the table's place when every gate lets it pass. Refused, readers keep what they
 * had, and the next run goes on: an overwrite anew, any other with what is new since. A gate that throws has not judged: nothing
 * moves, and the next run asks it again.
 */
export interface SyncGate {
  concerns(stream: StreamPlan): boolean
  check(landed: LandedTable, stream: StreamPlan, run: RunStart): Promise<GateAnswer>
}

/** A gate's verdict on what has landed. */
export interface GateAnswer {
  readonly passed: boolean
  /** What was found, check by check, for reports and lineage. It holds no value of the data. */
  readonly assertions: readonly Assertion[]
  /** Where it did not pass: why, for people, and how grave that is. */
  readonly refusal?: { readonly reason: string; readonly severity: Severity }
}
