import type { CursorValue } from '../cursor/cursor-value.ts'
import type { Destination, LandingMode } from '../destination/destination.ts'
import type { SyncGate, SyncObserver } from '../run/observer.ts'
import type { RunReport } from '../run/report.ts'
import type { SourceReader } from '../source/source-reader.ts'

/** A sync as plain data: what an engine keeps of it. It holds no secret; whoever opens it knows those. */
export interface SyncJob {
  readonly connector: string
  readonly tenantId: string
  readonly account: string
  /** Default: all that the source has when it is opened. */
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

/** A job with its ends open, in the worker that runs it. */
export interface OpenedJob {
  readonly source: SourceReader
  readonly destination: Destination
  readonly observers?: readonly SyncObserver[]
  readonly gates?: readonly SyncGate[]
  close(): Promise<void>
}

/** Opens what a job names: its source with credentials, its destination with its password. */
export type OpenJob = (job: SyncJob) => Promise<OpenedJob>

export type RunState = 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

/** A run as an engine's journal has it. */
export interface EngineRun {
  /** A UUID: lineage and events know the run by it. */
  readonly id: string
  readonly job: SyncJob
  readonly state: RunState
  /** The schedule that started it. */
  readonly schedule: string | undefined
  readonly createdAt: string
  /** Grows with each worker that takes it up: steps of an earlier one no longer count. */
  readonly attempt: number
  readonly steps: number
  /** What it has come to, as of its last step: counts and cursors, never records. */
  readonly report: RunReport | undefined
  /** Why it failed, where that was not a stream: its ends could not be opened. */
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
  /** Told of a failure that is no run's: the journal could not be read. The worker goes on. */
  readonly onTrouble?: (error: unknown) => void
}

/** Takes up runs until it is closed. */
export interface Worker {
  /** Ends after the page that is under way: another worker goes on from there. */
  close(): Promise<void>
}

/**
 * Runs syncs as durable steps, whatever process dies meanwhile. Every engine is at-least-once: a step may be done twice, and lands once,
 * since its batches and their state are one transaction of the destination. Another engine is another implementation of this.
 */
export interface Engine {
  readonly kind: string
  /** Puts a run in the queue and gives its id. With an id (a UUID) of a run that is there, nothing is started. */
  start(job: SyncJob, id?: string): Promise<string>
  run(id: string): Promise<EngineRun | undefined>
  runs(filter?: RunFilter): Promise<readonly EngineRun[]>
  /** Ends the run after its page; what was read has landed. False where there is nothing to pause. */
  pause(id: string): Promise<boolean>
  /** Goes on with a paused run, or with one that failed or was cancelled, from where it was left. */
  resume(id: string): Promise<boolean>
  cancel(id: string): Promise<boolean>
  /** Puts these schedules in the place of all that there are. A time that was missed is made up for once. */
  setSchedules(schedules: readonly Schedule[]): Promise<void>
  schedules(): Promise<readonly ScheduleStatus[]>
  work(options: WorkerOptions): Promise<Worker>
  close(): Promise<void>
}

/** How many runs of a connector go on side by side for one tenant. */
export interface Concurrency {
  /** Default 1. */
  readonly perConnector?: number
  /** Connectors with a number of their own. */
  readonly connectors?: Readonly<Record<string, number>>
}

/** How many runs of a connector and tenant may be worked on at once. */
export function concurrencyOf({ perConnector = 1, connectors = {} }: Concurrency, connector: string): number {
  return Object.hasOwn(connectors, connector) ? connectors[connector]! : perConnector
}

/** Whether nothing more comes of a run in this state. */
export function hasEnded(state: RunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled'
}
