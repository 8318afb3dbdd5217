import { sliceKey } from '@portico/core/streams'
import type { CursorValue } from '../cursor/cursor-value.ts'
import type { Destination, LandingBatch, Owner, SavedStates, StreamWriter } from '../destination/destination.ts'
import type { SourceReader } from '../source/source-reader.ts'
import { isSyncError, SyncError } from '../sync-error.ts'
import { type StreamState, stateVersion } from '../state/stream-state.ts'
import { type Accumulated, Accumulator } from './accumulator.ts'
import { Lander } from './lander.ts'
import { askGates } from './ask-gates.ts'
import { closedAfter } from './closed-after.ts'
import type { RunStart, SyncGate, SyncObserver } from './observer.ts'
import { later, type OpenPass, openPass } from './pass.ts'
import type { StreamPlan } from './plan.ts'
import { compileReadRecords, type Range } from './read-records.ts'
import { readSlice, type SliceReader } from './read-slice.ts'
import { chosenFor, parentSince, slicesOf } from './slices.ts'
import type { StreamReport } from './report.ts'
import type { StreamProgress } from './stream-progress.ts'

export interface StreamRun {
  readonly start: RunStart
  readonly source: SourceReader
  readonly destination: Destination
  readonly settings: Readonly<Record<string, unknown>>
  readonly full: boolean
  readonly range: Range | undefined
  readonly concurrency: number
  readonly batch: { readonly rows: number; readonly bytes: number; readonly ms: number }
  readonly signal: AbortSignal
  readonly pauseWhen: (report: StreamReport) => boolean
  readonly observers: readonly SyncObserver[]
  readonly gates: readonly SyncGate[]
}

/** Reads a stream from where its destination says it was left, and lands it until its pass ends or it should pause. */
export async function runStream(run: StreamRun, plan: StreamPlan, progress: StreamProgress): Promise<'succeeded' | 'paused'> {
  const { source } = run
  const owner: Owner = { tenantId: source.tenantId, account: source.account, connector: source.source.vendor.id }
  const gates = run.gates.filter((gate) => gate.concerns(plan))
  const passFrom = (saved: SavedStates): OpenPass =>
    openPass(plan, saved, {
      full: run.full,
      runId: run.start.runId,
      range: run.range,
      gated: gates.length > 0,
      now: new Date(),
    })
  const writer = await run.destination.open({
    name: plan.name,
    owner,
    connectorVersion: source.source.version,
    columns: plan.columns,
    primaryKey: plan.definition.primaryKey,
    mode: plan.mode,
    deletes: plan.deletes,
    schemaChanges: plan.schemaChanges,
    accept: passFrom,
  })
  return closedAfter(writer, async () => {
    if (gates.length > 0 && !writer.landed) throw notAsked(run.destination, plan)
    const open = passFrom(writer.saved)
    // The stream ended, but an observer that had to know did not hear of it.
    if (open.isEnded) return 'succeeded'
    progress.schemaChanges = writer.schemaChanges
    progress.resumed = open.resumed
    progress.restarted ??= open.restarted
    progress.reading = plan.incremental && writer.saved.stream !== undefined && !run.full ? 'incremental' : 'full'
    return new StreamPassRun({ ...run, gates }, plan, progress, writer, open).run()
  })
}

function notAsked({ label }: Destination, { name }: StreamPlan): SyncError {
  return new SyncError('invalid_options', `${name}: ${label} can't be queried for what has landed, so it can't have a gate`)
}

/**
 * One pass of one stream: its slices are read concurrently, their pages land in batches, and its end is saved with the last one.
 */
class StreamPassRun {
  readonly #run: StreamRun
  readonly #plan: StreamPlan
  readonly #progress: StreamProgress
  readonly #writer: StreamWriter
  readonly #open: OpenPass
  readonly #gathered: Accumulator
  readonly #lander: Lander
  #high: CursorValue | null
  #begun: boolean
  #keepsSlices: boolean
  readonly #stop = new AbortController()
  #paused = false
  readonly #chosen: string
  #lastLanding = performance.now()

  constructor(run: StreamRun, plan: StreamPlan, progress: StreamProgress, writer: StreamWriter, open: OpenPass) {
    this.#run = run
    this.#plan = plan
    this.#progress = progress
    this.#writer = writer
    this.#open = open
    this.#high = open.pass.high
    this.#begun = open.staging === 'begun'
    this.#chosen = chosenFor(plan, run.settings)
    this.#keepsSlices = plan.definition.cursor?.state === 'slice' || plan.definition.log === true
    const { primaryKey, deletes } = plan.definition
    const merges = plan.mode !== 'append' && !(writer.isLog && deletes === 'unseen')
    const gathered = new Accumulator({ primaryKey, merges, line: writer.line })
    this.#gathered = gathered
    const { rows, bytes, ms } = run.batch
    this.#lander = new Lander({
      isFull: () =>
        gathered.rows >= rows ||
        gathered.bytesWithNext > bytes ||
        (!gathered.isEmpty && performance.now() - this.#lastLanding >= ms),
      isEmpty: () => gathered.isEmpty,
      take: () => gathered.take(),
      batchOf: (taken) => this.#batchOf(taken, this.#stateUnderWay()),
      land: (batch) => this.#land(batch),
    })
  }

  async run(): Promise<'succeeded' | 'paused'> {
    const { signal } = this.#run
    // Its own signal rather than a composite one, which would cost much of what a page's request does.
    const cancel = (): void => this.#stop.abort(signal.reason)
    signal.addEventListener('abort', cancel)
    if (signal.aborted) cancel()
    try {
      return await this.#readAll()
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  async #readAll(): Promise<'succeeded' | 'paused'> {
    const { settings, source, concurrency } = this.#run
    const stop = this.#stop
    const waiting = (ms: number): void => this.#run.observers.forEach((observer) => observer.waiting?.(this.#plan.name, ms))
    const reader: SliceReader = {
      plan: this.#plan,
      source,
      readRecords: compileReadRecords(this.#plan, this.#run.range),
      open: this.#open,
      range: this.#run.range,
      signal: stop.signal,
      waiting,
    }
    const { before, pass } = this.#open
    const everything = pass.full || this.#run.range !== undefined
    const since = everything ? undefined : parentSince(this.#plan, before, this.#chosen)
    const leftOut = (records: number, reason: string): void => this.#progress.leftOut(records, reason)
    const slices = slicesOf(this.#plan, { source, settings, signal: stop.signal, waiting, leftOut }, since)
    const worker = async (): Promise<void> => {
      for (;;) {
        if (this.#paused) return
        const { done, value } = await slices.next()
        if (done) return
        this.#progress.slicesKnown++
        if (await this.#readSlice(reader, value)) this.#progress.slicesDone++
      }
    }
    const workers = Array.from({ length: concurrency }, worker)
    try {
      await Promise.all(workers)
    } catch (error) {
      stop.abort(error)
      for (const running of workers) await running.catch(() => undefined)
      await this.#keep(error)
      throw error
    }
    if (this.#paused) {
      await slices.return(undefined)
      await this.#lander.drained()
      return 'paused'
    }
    await this.#finish()
    return 'succeeded'
  }

  /** What was read before the source failed still lands, so that the next run continues from there. */
  async #keep(failure: unknown): Promise<void> {
    if (isSyncError(failure)) await this.#lander.settled().catch(() => undefined)
    else await this.#lander.drained()
  }

  /** False where it was left unfinished. */
  async #readSlice(reader: SliceReader, slice: unknown): Promise<boolean> {
    const key = sliceKey(slice)
    for await (const { page, records, state } of readSlice(reader, slice, key)) {
      reader.signal.throwIfAborted()
      if (page.truncated) this.#gathered.truncate()
      this.#gathered.add(records.changes, key, state, page.bytes)
      this.#high = later(this.#plan, this.#high, records.high)
      this.#keepsSlices ||= state.position !== null
      this.#progress.paged(page, records)
      const report = this.#progress.report()
      for (const observer of this.#run.observers) observer.read?.(report)
      try {
        await (page.lands ? this.#lander.drained() : this.#lander.gathered())
      } catch (error) {
        // The source may be waiting for this very landing: it is told that none will come before it is asked to end.
        this.#stop.abort(error)
        throw error
      }
      this.#paused ||= this.#run.pauseWhen(report)
      if (this.#paused && !state.pass!.done) return false
    }
    return true
  }

  /** The end of the pass moves the stream's cursor, and shows readers a generation that is complete and passed by its gates. */
  async #finish(): Promise<void> {
    const { staging, generation } = this.#open
    if (!staging) {
      await this.#lander.settled()
      await this.#end(this.#stateAtEnd(), false)
      return
    }
    // What a gate inspects, and what is swapped in, must have landed before.
    if (!this.#begun) await this.#land(this.#batchOf(this.#gathered.take(), this.#stateUnderWay()))
    await this.#lander.drained()
    const { gates, start } = this.#run
    const asked = { writer: this.#writer, plan: this.#plan, generation, start }
    const { assertions, refusal } = await askGates(gates, asked)
    this.#progress.assertions = assertions
    await this.#end(refusal ? this.#stateHeldBack() : this.#stateAtEnd(), !refusal)
    if (refusal) throw refusal
  }

  async #end(state: StreamState, completesGeneration: boolean): Promise<void> {
    const rest = this.#batchOf(this.#gathered.take(), state)
    await this.#land({ ...rest, forgottenSlices: this.#keepsSlices ? [] : 'all', completesGeneration })
  }

  #stateUnderWay(): StreamState {
    const { before, pass, generation, staging } = this.#open
    const staged = staging && !pass.overwrites ? { staged: generation } : {}
    const landedAt = new Date().toISOString()
    return { ...before, version: stateVersion, generation, pass: { ...pass, landedAt, high: this.#high }, ...staged }
  }

  /** An overwrite is abandoned, and the next one refills its generation. Anything else continues with what it has staged. */
  #stateHeldBack(): StreamState {
    const { before, pass, generation } = this.#open
    if (pass.overwrites) return { ...before, version: stateVersion, generation: generation - 1, pass: null }
    return { ...this.#stateAtEnd(), lastPass: before.lastPass, completedAt: before.completedAt, staged: generation }
  }

  #stateAtEnd(): StreamState {
    const { before, pass, generation } = this.#open
    const { incremental, rules, definition } = this.#plan
    const moves = incremental && definition.cursor?.state === 'global' && this.#high !== null && !this.#run.range
    const saved = moves ? rules!.saved(this.#high!, Date.parse(pass.startedAt)) : null
    return {
      ...before,
      version: stateVersion,
      generation,
      cursor: later(this.#plan, before.cursor, saved),
      pass: null,
      lastPass: pass.id,
      // A range is not the whole table: what lies outside it is as old as before.
      completedAt: this.#run.range ? before.completedAt : pass.startedAt,
      ...(definition.parent?.onlyChanged && !this.#run.range && { chosen: this.#chosen }),
    }
  }

  #batchOf(taken: Accumulated, state: StreamState): LandingBatch {
    const { pass, generation, staging, forgets } = this.#open
    const startsGeneration = staging !== undefined && !this.#begun
    this.#begun = true
    return {
      generation: staging ? generation : undefined,
      startsGeneration,
      copiesTable: startsGeneration && !pass.overwrites,
      ...taken,
      at: new Date().toISOString(),
      state,
      forgottenSlices: startsGeneration && forgets ? 'all' : [],
      completesGeneration: false,
    }
  }

  async #land(batch: LandingBatch): Promise<void> {
    await this.#writer.land(batch)
    this.#lastLanding = performance.now()
    this.#progress.batchLanded(batch, batch.state.pass?.high ?? this.#high ?? undefined)
    const report = this.#progress.report()
    for (const observer of this.#run.observers) await observer.landed?.(this.#plan, batch, report)
    const { source } = this.#run
    for (const [slice, { position }] of batch.slices) {
      if (position === null) continue
      await source.acknowledge?.(this.#plan.name, slice === '' ? undefined : JSON.parse(slice), position)
    }
  }
}
