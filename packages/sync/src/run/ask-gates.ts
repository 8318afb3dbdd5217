import type { StreamWriter } from '../destination/destination.ts'
import type { Assertion } from '../lineage/sync-run.ts'
import { SyncError } from '../sync-error.ts'
import type { GateAnswer, RunStart, SyncGate } from './observer.ts'
import type { StreamPlan } from './plan.ts'

/** What the gates inspect. */
export interface Asked {
  readonly writer: StreamWriter
  readonly plan: StreamPlan
  readonly generation: number
  readonly start: RunStart
}

/**
 * Asks every gate, so that one run reports everything that is wrong. The gravest refusal counts. Throws a SyncError where a gate
 * can't judge: that is not a refusal of what has landed, so nothing of it may move.
 */
export async function askGates(
  gates: readonly SyncGate[],
  { writer, plan, generation, start }: Asked,
): Promise<{ readonly assertions: readonly Assertion[]; readonly refusal: SyncError | undefined }> {
  if (gates.length === 0) return { assertions: [], refusal: undefined }
  const landed = await writer.landed!(generation)
  const answers: GateAnswer[] = []
  for (const gate of gates) {
    try {
      answers.push(await gate.check(landed, plan, start))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new SyncError('checkpoint_failed', `${plan.name}: what has landed could not be judged: ${reason}`, {
        stream: plan.name,
        cause: error,
      })
    }
  }
  const assertions = answers.flatMap((answer) => answer.assertions)
  const refused = answers.filter(({ passed }) => !passed)
  if (refused.length === 0) return { assertions, refusal: undefined }
  const reasons = refused.map(({ refusal }) => refusal?.reason ?? 'its gate gave no reason').join('; ')
  // A gate that refuses without a severity has seen something that no one has classified yet.
  const severity = refused
    .map(({ refusal }) => refusal?.severity ?? 'V2')
    .toSorted()
    .at(-1)!
  const refusal = new SyncError('checkpoint_failed', `${plan.name}: ${reasons}. Readers keep what they had`, {
    stream: plan.name,
    severity,
  })
  return { assertions, refusal }
}
