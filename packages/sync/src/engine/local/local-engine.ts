import type { Concurrency, Engine, OpenJob } from '../engine.ts'
import { defaultRetrying, defaultStep, type Retrying, type StepSize } from '../run-step.ts'
import { openJournal } from './open-journal.ts'
import { LocalWorker } from './local-worker.ts'

export interface LocalEngineOptions {
  /** The journal's file (SQLite); created where there is none. All workers on this machine name the same one. */
  readonly path: string
  readonly concurrency?: Concurrency
  /** Runs that one worker works on at once. Default 2. */
  readonly slots?: number
  /** How long a run stays with a silent worker, in milliseconds. Default 15,000. */
  readonly leaseMs?: number
  /** How often an idle worker looks for work, in milliseconds. Default 500. */
  readonly pollMs?: number
  readonly step?: Partial<StepSize>
  /** How to retry a run whose failures may pass. Default: 5 tries, 1,000 ms before the second one. */
  readonly retrying?: Partial<Retrying>
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}

/** Made by `localEngine`. */
export interface LocalEngine extends Engine {
  /** Works only on this run, in this process, until it ends or is paused. After an abort it stays in the queue. */
  runHere(id: string, open: OpenJob, signal: AbortSignal): Promise<void>
}

/** The engine that needs no server: runs, steps and schedules are rows of a SQLite file. */
export async function localEngine(options: LocalEngineOptions): Promise<LocalEngine> {
  const { path, concurrency = {}, slots = 2, leaseMs = 15_000, pollMs = 500, step, retrying, now = () => Date.now() } = options
  const journal = await openJournal(path, now)
  const worker = {
    journal,
    concurrency,
    slots,
    leaseMs,
    pollMs,
    step: { ...defaultStep, ...step },
    retrying: { ...defaultRetrying, ...retrying },
  }
  return {
    kind: 'local',
    start: async (job, id) => journal.add(job, id === undefined ? {} : { id }),
    run: async (id) => journal.run(id),
    runs: async (filter = {}) => journal.runs(filter),
    pause: async (id) => journal.want(id, 'pause'),
    resume: async (id) => journal.resume(id),
    cancel: async (id) => journal.want(id, 'cancel'),
    setSchedules: async (schedules) => journal.setSchedules(schedules),
    schedules: async () => journal.schedules(),
    work: async (given) => new LocalWorker({ ...worker, ...given }),
    async runHere(id, open, signal) {
      const here = new LocalWorker({ ...worker, open, only: id })
      const leave = (): void => void here.close()
      signal.addEventListener('abort', leave, { once: true })
      await here.ended()
      signal.removeEventListener('abort', leave)
    },
    close: async () => journal.close(),
    [Symbol.asyncDispose]: async () => journal.close(),
  }
}
