import type { Severity, Telemetry } from '@portico/core'
import { guardedTelemetry } from '@portico/core/definition'
import { type PorticoEvent, createEvent, eventId } from '@portico/events'
import type { Dataset } from '../dataset/dataset.ts'
import type { ResultFormat } from '../plan/result-format.ts'
import type { ValidationResult } from '../results/validation-result.ts'
import { evaluate } from '../run/evaluate.ts'
import { type DatasetFacts, maskedColumns } from '../severity/dataset-facts.ts'
import type { Suite } from '../suite/read-suite.ts'
import { type Judgement, judge } from './judgement.ts'

/**
 * Where a checkpoint reports. Each call is awaited, and a failing one fails the checkpoint: no gate is passed without its record.
 */
export interface CheckpointSinks {
  readonly events?: { publish(event: PorticoEvent<'portico.quality.evaluated'>): void | Promise<void> }
  readonly incidents?: { report(incident: GateIncident): void | Promise<void> }
  readonly telemetry?: Pick<Telemetry, 'measure'>
}

/** A failed checkpoint, as an incident. Its title names the dataset and the counts, but no values. */
export interface GateIncident {
  readonly tenantId: string
  readonly source: 'gate'
  readonly kind: 'checkpoint_failed'
  /** The dataset. */
  readonly subject: string
  readonly severity: Severity
  readonly title: string
  /** RFC 3339. */
  readonly at: string
  /** The run. */
  readonly causationId: string
}

/** A suite that a dataset must pass. */
export interface Checkpoint {
  readonly name: string
  readonly suite: Suite
  readonly facts: DatasetFacts
}

/** One run of a checkpoint, and where it reports. */
export interface CheckpointRun extends CheckpointSinks {
  readonly tenantId: string
  /** Names the run. A repeated run has the same id, so its event counts as a repeat too. */
  readonly runId: string
  readonly resultFormat?: ResultFormat
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}

/** What a suite found, and the resulting judgement. */
export interface CheckpointOutcome {
  readonly result: ValidationResult
  readonly judgement: Judgement
}

/**
 * Evaluates a checkpoint's suite over a dataset, judges failures by the facts of the dataset, and reports an event, a metric and,
 * for a failure, an incident. Values of confidential and regulated columns are masked. Throws a `QualityError` where no verdict
 * can be given.
 */
export async function runCheckpoint(checkpoint: Checkpoint, dataset: Dataset, run: CheckpointRun): Promise<CheckpointOutcome> {
  const { now = () => Date.now() } = run
  const columns = await dataset.columns()
  const result = await evaluate(checkpoint.suite, dataset, {
    sensitiveColumns: maskedColumns(
      checkpoint.facts,
      columns.map(({ name }) => name),
    ),
    runId: run.runId,
    now,
    ...(run.resultFormat && { resultFormat: run.resultFormat }),
    ...(run.parameters && { parameters: run.parameters }),
  })
  const judgement = judge(result, checkpoint.facts, now())
  await tell(checkpoint, judgement, run)
  return { result, judgement }
}

async function tell({ name, facts }: Checkpoint, judgement: Judgement, run: CheckpointRun): Promise<void> {
  const { success, severity, at, evaluated, failures } = judgement
  guardedTelemetry(run.telemetry)?.measure?.('portico.quality.checkpoints', 1, {
    'portico.dataset': facts.name,
    'portico.outcome': success ? 'passed' : 'failed',
    ...(severity && { 'portico.severity': severity }),
  })
  await run.events?.publish(
    createEvent({
      id: eventId('portico.quality.evaluated', run.tenantId, name, facts.name, run.runId),
      type: 'portico.quality.evaluated',
      time: at,
      tenantId: run.tenantId,
      subject: facts.name,
      actorType: 'automated_workflow',
      classes: { approval: 'A0', reversibility: 'R0', sensitivity: 'S1' },
      data: {
        checkpoint: name,
        dataset: facts.name,
        runId: run.runId,
        success,
        evaluated,
        failed: failures.length,
        ...(severity && { severity }),
      },
    }),
  )
  if (!severity) return
  await run.incidents?.report({
    tenantId: run.tenantId,
    source: 'gate',
    kind: 'checkpoint_failed',
    subject: facts.name,
    severity,
    title: `Checkpoint ${name} failed on ${facts.name}: ${failures.length} of ${evaluated} expectations are not met`,
    at,
    causationId: run.runId,
  })
}
