import type { GateAnswer, RunStart, StreamPlan, SyncGate } from '@portico/sync'
import { assertionsFacet } from '../checkpoint/assertions-facet.ts'
import type { Failure, Judgement } from '../checkpoint/judgement.ts'
import { type CheckpointOutcome, type CheckpointRun, runCheckpoint } from '../checkpoint/run-checkpoint.ts'
import type { DatasetFacts } from '../severity/dataset-facts.ts'
import type { Suite } from '../suite/read-suite.ts'
import { landedDataset } from './landed-dataset.ts'

export interface CheckpointGateOptions extends Omit<CheckpointRun, 'tenantId' | 'runId'> {
  /** The suites that streams must pass, by stream name. A stream that is not named has no gate. */
  readonly suites: Readonly<Record<string, Suite>>
  /** Called with each judgement, to keep it as evidence. Awaited. */
  readonly judged?: (judgement: Judgement) => void | Promise<void>
}

/**
 * A checkpoint in a sync: what has landed is judged before readers see it. How grave a failure is follows from the stream's
 * stated sensitivity and consumers. If a suite can't be evaluated at all, nothing is promoted either.
 */
export function checkpointGate({ suites, judged, ...run }: CheckpointGateOptions): SyncGate {
  return {
    concerns: ({ name }) => Object.hasOwn(suites, name),
    async check(landed, plan, { connector, tenantId, runId }) {
      const suite = suites[plan.name]!
      const facts = factsOf(plan, connector)
      const outcome = await runCheckpoint({ name: suite.name, suite, facts }, landedDataset(landed), { ...run, tenantId, runId })
      await judged?.(outcome.judgement)
      return answerOf(outcome)
    },
  }
}

function factsOf({ name, entry }: StreamPlan, connector: RunStart['connector']): DatasetFacts {
  const { owner, consumers, sensitivity, sensitiveFields } = entry
  return { name: `${connector}.${name}`, owner, consumers, sensitivity, sensitiveFields }
}

function answerOf({ result, judgement }: CheckpointOutcome): GateAnswer {
  const assertions = assertionsFacet(result).assertions.map((each) => ({ ...each, severity: 'error' as const }))
  const { success, severity, suite, evaluated, failures } = judgement
  if (success) return { passed: true, assertions }
  const named = failures.slice(0, mostNamed).map(nameOf)
  const more = failures.length > mostNamed ? ` and ${failures.length - mostNamed} more` : ''
  const reason = `checkpoint ${suite} failed (${severity}), ${failures.length} of ${evaluated} expectations are not met: ${named.join(', ')}${more}`
  return { passed: false, assertions, refusal: { reason, severity: severity! } }
}

/** How many failures a reason names; the rest are in the judgement. */
const mostNamed = 5

function nameOf({ expectation, fields }: Failure): string {
  return fields.length === 0 ? expectation : `${expectation}(${fields.join(', ')})`
}
