import type { RunReport } from '../../run/report.ts'
import type { Concurrency, OpenedJob, Worker, WorkerOptions } from '../engine.ts'
import { mayPass, resumed, retried, type Retrying, runStep, type StepSize, waitBeforeRetry } from '../run-step.ts'
import { HeldRun } from './held-run.ts'
import type { ClaimedRun, Journal, ReleasedAs } from './journal.ts'

export interface LocalWorkerOptions extends WorkerOptions {
  readonly journal: Journal
  readonly concurrency: Concurrency
  /** Runs that this worker works on at once. */
  readonly slots: number
  /** How long a run stays with a silent worker, in milliseconds. */
  readonly leaseMs: number
  readonly pollMs: number
  readonly step: StepSize
  readonly retrying: Retrying
  /** The only run to take; the worker ends with it. */
  readonly only?: string
}

/** Takes runs from the journal and carries them out, step by step. */
export class LocalWorker implements Worker {
  readonly #options: LocalWorkerOptions
  readonly #stopping = new AbortController()
  readonly #loops: Promise<void>[]

  constructor(options: LocalWorkerOptions) {
    this.#options = options
    this.#loops = Array.from({ length: options.only === undefined ? options.slots : 1 }, () => this.#loop())
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#loops)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Resolves when a worker for a single run has nothing left to do. */
  async ended(): Promise<void> {
    await Promise.all(this.#loops)
  }

  async #loop(): Promise<void> {
    const { journal, concurrency, leaseMs, pollMs, only, onTrouble } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        if (only === undefined) journal.fire()
        const claimed = journal.claim(concurrency, leaseMs, only)
        if (claimed) {
          await this.#work(claimed)
          continue
        }
        if (only !== undefined && journal.run(only)?.state !== 'queued' && journal.run(only)?.state !== 'running') return
      } catch (error) {
        onTrouble?.(error)
      }
      await pause(pollMs, signal)
    }
  }

  async #work(claimed: ClaimedRun): Promise<void> {
    const { journal, leaseMs, onTrouble } = this.#options
    const held = new HeldRun(this.#stopping.signal)
    const heartbeat = setInterval(() => {
      try {
        held.heard(journal.renew(claimed, leaseMs))
      } catch (error) {
        // The lease is long enough to survive a busy journal once or twice.
        onTrouble?.(error)
      }
    }, leaseMs / 3)
    try {
      const end = await this.#steps(claimed, held)
      if (end) journal.release(claimed, end)
    } finally {
      clearInterval(heartbeat)
      held.close()
    }
  }

  /** How to release the run; undefined where another worker has it. */
  async #steps(claimed: ClaimedRun, held: HeldRun): Promise<ReleasedAs | undefined> {
    const { journal, leaseMs, step: size, retrying, open } = this.#options
    const { id, job, retries } = claimed
    let opened: OpenedJob | undefined
    try {
      opened = await open(job)
      let before = claimed.report
      for (;;) {
        const report = await runStep(opened, job, { runId: id, before, size, signal: held.signal, leaves: () => held.leaves })
        if (report.status === 'paused') {
          const kept = journal.step(claimed, report, leaseMs)
          if (!kept) return undefined
          held.heard(kept)
        }
        if (report.status !== 'paused' || held.leaves) return endOf(report, held, { failures: retries, retrying })
        before = report
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const told = opened?.source.redact(message) ?? message
      const inMs = mayPass(error) ? waitBeforeRetry(retries, retrying) : undefined
      return inMs === undefined ? { state: 'failed', error: told } : { state: 'queued', error: told, inMs, retries: retries + 1 }
    } finally {
      await opened?.close()
    }
  }
}

function endOf(
  report: RunReport,
  held: HeldRun,
  { failures, retrying }: { readonly failures: number; readonly retrying: Retrying },
): ReleasedAs {
  const { status } = report
  if (status === 'paused') return { state: held.wanted === 'pause' ? 'paused' : 'queued', report }
  if (status === 'cancelled') {
    // The worker is stopping, and the run was not left in time.
    if (held.wanted === 'cancel') return { state: 'cancelled', report }
    return { state: held.wanted === 'pause' ? 'paused' : 'queued', report: resumed(report) }
  }
  const again = status === 'failed' ? retried(report, failures, retrying) : undefined
  return again ? { state: 'queued', report: again.report, inMs: again.waitMs, retries: failures + 1 } : { state: status, report }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
  })
}
