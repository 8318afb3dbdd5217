import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Engine, type EngineRun, hasEnded } from '@portico/sync/engine'
import { compareTables, type Differences } from './compare-tables.ts'
import { type EnginePlace, openEngine, thingJob } from './engine-place.ts'
import { type FaultyVendor, faultyVendor } from './faulty-vendor.ts'

export interface CampaignPlace {
  /** Where it lands. */
  readonly to: string
  readonly dataset: string
  readonly engine: EnginePlace
}

export interface CampaignResult extends Differences {
  readonly kills: number
  readonly runs: number
  readonly steps: number
  readonly faults: Readonly<Record<string, number>>
}

const things = 1_500

/** Kills an engine's workers at random moments, again and again, and compares what landed in the end with the source. */
export async function campaign(place: CampaignPlace, kills: number, random: () => number): Promise<CampaignResult> {
  const vendor = await faultyVendor(things, random)
  const engine = await openEngine(place.engine)
  const workers: ChildProcess[] = []
  try {
    let killed = 0
    let runs = 0
    let steps = 0
    const next = async (): Promise<string> => {
      runs++
      return engine.start(thingJob(place.to, place.dataset))
    }
    let worker = await startWorker(vendor, place.engine, workers)
    let run = await next()
    while (killed < kills) {
      const ended = once(worker, 'exit')
      const dies = doomed(vendor, worker, random)
      for (;;) {
        const over = await Promise.race([dies.then(() => 'killed' as const), endOf(engine, run)])
        if (over === 'killed') break
        steps += over.steps
        run = await next()
      }
      await ended
      killed++
      worker = await startWorker(vendor, place.engine, workers)
    }
    vendor.settle()
    // The faults continue: a run may fail for good, and the next one resumes from there.
    for (let succeeded = 0; succeeded < 2; run = await next()) {
      const over = await endOf(engine, run)
      steps += over.steps
      succeeded += over.state === 'succeeded' ? 1 : 0
      if (runs > kills * 5 + 60) throw new Error(`the sync does not end: ${JSON.stringify(over)}`)
    }
    await engine.cancel(run)
    await endOf(engine, run)
    for (const one of workers) one.kill('SIGKILL')
    return { kills: killed, runs, steps, ...(await compareTables(place, vendor.things())), faults: vendor.faults }
  } finally {
    for (const one of workers) one.kill('SIGKILL')
    await engine.close()
    await vendor.close()
  }
}

async function startWorker(vendor: FaultyVendor, engine: EnginePlace, workers: ChildProcess[]): Promise<ChildProcess> {
  const program = fileURLToPath(import.meta.resolve('./run-worker.ts'))
  const child = fork(program, [vendor.origin, JSON.stringify(engine)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A hundred workers start, mostly to load the same modules.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'portico-chaos-modules') },
  })
  workers.push(child)
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`a worker ended with ${String(code)}`)))
  await Promise.race([once(child, 'message'), ended])
  ended.catch(() => undefined)
  return child
}

/** At a random request and a moment after it: while a page is read, a batch lands, a step is recorded, or a table is swapped. */
function doomed(vendor: FaultyVendor, worker: ChildProcess, random: () => number): Promise<void> {
  return new Promise((resolve) => {
    let left = 1 + Math.floor(random() * 90)
    vendor.asked = () => {
      if (--left !== 0) return
      vendor.asked = () => undefined
      setTimeout(() => {
        worker.kill('SIGKILL')
        resolve()
      }, random() * 25)
    }
  })
}

async function endOf(engine: Engine, id: string): Promise<EngineRun> {
  for (;;) {
    const run = await engine.run(id)
    if (run && hasEnded(run.state)) return run
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
