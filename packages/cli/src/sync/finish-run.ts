import type { Engine, EngineRun, LocalEngine, OpenJob, RunState } from '@portico/sync/engine'
import type { Progress } from '../terminal/progress.ts'

const everyMs = 500

export function hasEnded(state: RunState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled'
}

/** Waits for a run performed by a worker elsewhere, until it ends or is paused, or the person interrupts. */
async function waitForRun(engine: Engine, id: string, signal: AbortSignal, progress: Progress): Promise<EngineRun> {
  for (;;) {
    const run = await engine.run(id)
    if (run && (hasEnded(run.state) || run.state === 'paused' || signal.aborted)) return run
    if (signal.aborted) throw signal.reason
    const read = run?.report?.streams.reduce((sum, stream) => sum + stream.read, 0) ?? 0
    progress.update(`run ${id}: ${run ? `${run.state}, ${read} records` : 'waits for a worker'}`)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs)
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
    })
  }
}

/** Takes a run to its end: performed here if the engine needs no worker elsewhere. */
export async function finishRun(
  engine: Engine | LocalEngine,
  id: string,
  { open, signal, progress }: { readonly open: OpenJob; readonly signal: AbortSignal; readonly progress: Progress },
): Promise<EngineRun> {
  if (!('runHere' in engine)) return waitForRun(engine, id, signal, progress)
  await engine.runHere(id, open, signal)
  return (await engine.run(id))!
}
