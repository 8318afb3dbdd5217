import type { CursorValue } from '../cursor/cursor-value.ts'
import type { LandingBatch } from '../destination/destination.ts'
import type { Assertion } from '../lineage/sync-run.ts'
import type { SchemaChange } from '../destination/schema-evolution.ts'
import type { ReadPage } from '../source/source-reader.ts'
import type { StreamPlan } from './plan.ts'
import type { PageRecords } from './read-records.ts'
import type { ReportedError, StreamReport } from './report.ts'

/** A stream's numbers while it runs. */
export class StreamProgress {
  readonly #plan: StreamPlan
  #startedAt = new Date().toISOString()
  readonly #started = performance.now()
  #tries = 1
  #earlierMs = 0
  #earlierChanges: readonly SchemaChange[] = []
  status: StreamReport['status'] = 'running'
  reading: StreamReport['reading'] = 'full'
  resumed = false
  restarted: string | undefined = undefined
  schemaChanges: readonly SchemaChange[] = []
  error: ReportedError | undefined = undefined
  assertions: readonly Assertion[] = []
  slicesKnown = 0
  slicesDone = 0
  #read = 0
  #landed = 0
  #deleted = 0
  #discarded = 0
  #evolved = 0
  #firstMisfit: string | undefined = undefined
  #pages = 0
  #bytes = 0
  #batches = 0
  #waitedMs = 0
  #ending: string | undefined = undefined
  #newest: CursorValue | undefined = undefined

  /** `earlier` is the run's report when it was paused: counting continues from there. */
  constructor(plan: StreamPlan, earlier?: StreamReport) {
    this.#plan = plan
    if (!earlier) return
    this.#startedAt = earlier.startedAt
    this.#tries = earlier.error ? earlier.tries + 1 : earlier.tries
    this.#earlierMs = earlier.durationMs
    this.#read = earlier.read
    this.#landed = earlier.landed
    this.#deleted = earlier.deleted
    this.#discarded = earlier.misfits.discarded
    this.#evolved = earlier.misfits.evolved
    this.#firstMisfit = earlier.misfits.first
    this.#pages = earlier.pages
    this.#bytes = earlier.bytes
    this.#batches = earlier.batches
    this.#waitedMs = earlier.waitedMs
    this.#newest = earlier.newest
    this.#ending = earlier.ending
    this.restarted = earlier.restarted
    this.#earlierChanges = earlier.schemaChanges
    this.slicesDone = earlier.slices.done
  }

  paged(page: ReadPage, records: PageRecords): void {
    this.#pages++
    this.#bytes += page.bytes
    this.#waitedMs += page.waitedMs
    this.#ending ??= page.ending
    this.#read += page.records.length
    this.#discarded += records.discarded
    this.#evolved += records.evolved
    this.#firstMisfit ??= records.reason
  }

  leftOut(records: number, reason: string): void {
    this.#discarded += records
    this.#firstMisfit ??= reason
  }

  batchLanded(batch: LandingBatch, newest: CursorValue | undefined): void {
    this.#landed += batch.records.length
    this.#deleted += batch.deletedKeys.length
    this.#batches++
    this.#newest = newest ?? this.#newest
  }

  report(): StreamReport {
    return {
      stream: this.#plan.name,
      mode: this.#plan.mode,
      status: this.status,
      reading: this.reading,
      tries: this.#tries,
      resumed: this.resumed,
      restarted: this.restarted,
      read: this.#read,
      landed: this.#landed,
      deleted: this.#deleted,
      misfits: { discarded: this.#discarded, evolved: this.#evolved, first: this.#firstMisfit },
      pages: this.#pages,
      bytes: this.#bytes,
      batches: this.#batches,
      slices: { done: this.slicesDone, known: this.slicesKnown },
      waitedMs: this.#waitedMs,
      startedAt: this.#startedAt,
      durationMs: this.#earlierMs + Math.round(performance.now() - this.#started),
      schemaChanges: [...this.#earlierChanges, ...this.schemaChanges],
      newest: this.#newest,
      ending: this.#ending,
      assertions: this.assertions,
      error: this.error,
    }
  }
}
