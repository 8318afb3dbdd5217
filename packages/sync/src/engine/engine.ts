import type { CursorValue } from '../cursor/cursor-value.ts'
import type { Destination, LandingMode } from '../destination/destination.ts'
import type { SyncGate, SyncObserver } from '../run/observer.ts'
import type { RunReport } from '../run/report.ts'
import type { SourceReader } from '../source/source-reader.ts'

/** A sync as plain data, for an engine to keep. It holds no secrets; whoever opens it supplies them. */
export interface SyncJob {
  readonly connector: string
  readonly tenantId: string
  readonly account: string
  /** Default: every stream that the source has when it is opened. */
  readonly streams?: readonly string[]
  /** Where it lands, without a password: `duckdb:/data/warehouse.duckdb`, `postgres://loader@db/warehouse`. */
  readonly to: string
  readonly dataset: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly mode?: LandingMode
  readonly deletes?: 'hard' | 'soft'
  readonly schemaChanges?: 'evolve' | 'freeze' | 'discard'
  readonly full?: boolean
  readonly range?: { readonly from?: CursorValue; readonly to?: CursorValue }
}

/** A job with its source and destination open, in the worker that runs it. */
export interface OpenedJob {
  readonly source: SourceReader
  readonly destination: Destination
  readonly observers?: readonly SyncObserver[]
  readonly gates?: readonly SyncGate[]
  close(): Promise<void>
}

/** Opens what a job names: its source, with credentials, and its destination, with its password. */
export type OpenJob = (job: SyncJob) => Promise<OpenedJob>

export type RunState = 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

/** A run, as recorded in an engine's journal. */
export interface EngineRun {
  /** A UUID, by which lineage and events refer to the run. */
  readonly id: string
  readonly job: SyncJob
  readonly state: RunState
  /** The schedule that started it. */
  readonly schedule: string | undefined
  readonly createdAt: string
  /** Incremented by each worker that takes the run up: steps of an earlier worker no longer count. */
  readonly attempt: number
  readonly steps: number
  /** Its report as of its last step: counts and cursors, never records. */
  readonly report: RunReport | undefined
  /** Why it failed, where that was not a stream's fault: its source or destination could not be opened. */
  readonly error: string | undefined
}

export interface Schedule {
  readonly name: string
  /** Five fields, or six with seconds: `0 * * * *`. */
  readonly cron: string
  /** IANA name. Default: `UTC`. */
  readonly timezone?: string
  readonly job: SyncJob
}

export interface ScheduleStatus extends Schedule {
  /** ISO time. */
  readonly nextAt: string
}

export interface RunFilter {
  readonly tenantId?: string
  readonly connector?: string
  /** Newest first. Default 50. */
  readonly limit?: number
}

export interface WorkerOptions {
  readonly open: OpenJob
  /** Called for a failure that belongs to no run: the journal could not be read. The worker goes on. */
  readonly onTrouble?: (error: unknown) => void
}

/** Takes up runs until it is closed. */
export interface Worker extends AsyncDisposable {
  /** Stops after the current page; another worker goes on from there. */
  close(): Promise<void>
}

/**
 * Runs syncs as durable steps, whichever process dies meanwhile. Every engine is at-least-once: a step may run twice but lands
 * once, since its batches and their state are one transaction at the destination. Implement this interface to add another engine.
 */
export interface Engine extends AsyncDisposable {
  readonly kind: string
  /** Queues a run and returns its id. Does nothing for an id (a UUID) of a run that exists. */
  start(job: SyncJob, id?: string): Promise<string>
  run(id: string): Promise<EngineRun | undefined>
  runs(filter?: RunFilter): Promise<readonly EngineRun[]>
  /** Stops the run after its current page; what was read has landed. False where there is nothing to pause. */
  pause(id: string): Promise<boolean>
  /** Resumes a paused, failed or cancelled run from where it was left. */
  resume(id: string): Promise<boolean>
  cancel(id: string): Promise<boolean>
  /** Replaces all schedules with these. A missed time is made up for once. */
  setSchedules(schedules: readonly Schedule[]): Promise<void>
  schedules(): Promise<readonly ScheduleStatus[]>
  work(options: WorkerOptions): Promise<Worker>
  close(): Promise<void>
}

/** How many runs of a connector may be active at once for one tenant. */
export interface Concurrency {
  /** Default 1. */
  readonly perConnector?: number
  /** Limits for individual connectors. */
  readonly connectors?: Readonly<Record<string, number>>
}

/** How many runs of a connector and tenant may be active at once. */
export function concurrencyOf({ perConnector = 1, connectors = {} }: Concurrency, connector: string): number {
  return Object.hasOwn(connectors, connector) ? connectors[connector]! : perConnector
}

/** Whether this state is final. */
export function hasEnded(state: RunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled'
}
