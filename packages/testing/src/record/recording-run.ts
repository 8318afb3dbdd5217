import type { AnyConnector, Paging, Receipt } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import type { RecordedFile } from '../recording/recording.ts'
import type { RecordedStream } from '../recording/stream-recording.ts'
import { textsIn } from '../facts/texts-in.ts'
import { valueAt } from '../facts/value-at.ts'
import { invoke, type Outcome } from '../replay/invoke.ts'
import { replay } from '../replay/replay.ts'
import type { Subject } from '../replay/subject.ts'
import { exchangeOf, knownForms, type RecordedOrigins } from './exchange-of.ts'
import { RecordingError } from './recording-error.ts'
import type { RecordingPlan } from './recording-plan.ts'
import type { Seen } from './recording-transport.ts'
import { harmlessMend } from './secret-scan.ts'
import { secretsOfRecording } from './secrets-of-recording.ts'

/** A recording that is ready to write: nothing in it looks like a secret. */
export interface MadeRecording {
  /** `get-issue-missing.json` */
  readonly file: string
  readonly recording: RecordedFile | RecordedStream
}

/** One run of a plan: what was recorded so far, and what may still be undone. */
export interface RecordingRun {
  readonly subject: Subject
  readonly plan: RecordingPlan
  readonly made: MadeRecording[]
  readonly receipts: Map<string, Receipt>
  /** The credential's secrets, the tokens acquired with them, and one-time secrets from the vendor. */
  readonly secrets: Set<string>
  readonly dates: Pick<RecordedFile, 'recordedAt' | 'expiresAt'>
}

/** A call that was made, with everything that its recording says about it. */
export interface MadeCall {
  readonly operation: CompiledOperation
  readonly file: string
  readonly input: unknown
  readonly call: { readonly idempotencyKey: string }
  readonly outcome: Outcome
  readonly provenance: RecordedFile['provenance']
  readonly source: string
  readonly seen: readonly Seen[]
  readonly origins: RecordedOrigins
}

/** Where the declared origins are at the vendor itself. */
export function declaredOrigins({ bases }: Subject): RecordedOrigins {
  return Object.fromEntries(Object.entries(bases).map(([name, base]) => [name, base.origin + base.path]))
}

/** The stated key of a recorded call, so that a replay sends the same bytes. */
export function keyOf(file: string): string {
  return `contract-${file.replace('.json', '')}`
}

/** Adds a recording; refuses one that would overwrite another, that recorded nothing, or that holds what looks like a secret. */
export function keep(run: RecordingRun, made: MadeCall): void {
  const { file, operation, input, call, outcome, provenance, source } = made
  if (run.made.some((each) => each.file === file))
    throw new RecordingError(`${file} is recorded twice: tell them apart with 'as'`)
  // A one-time secret, which nothing stores, belongs in a recording no more than in a claim.
  for (const name of operation.definition.audit?.secretOutput ?? []) {
    for (const secret of textsIn(valueAt(outcome.output, [name]))) if (secret !== '') run.secrets.add(secret)
  }
  const exchanges = made.seen
    .map((seen) => exchangeOf(run, made.origins, operation.origin, seen))
    .filter((exchange) => exchange !== undefined)
  if (exchanges.length === 0) throw new RecordingError(`${file}: the call reached no declared origin`)
  const recording: RecordedFile = {
    format: 1,
    provenance,
    source,
    vendorVersion: (run.plan.connector as AnyConnector).vendor.vendorVersion,
    ...run.dates,
    operation: operation.name,
    input,
    ...(operation.writes && { call }),
    exchanges,
    ...errorOf(outcome),
  }
  add(run, { file, recording }, operation.definition.page)
}

/** Adds what was made, unless something in it is a secret or looks like one. */
export function add(run: RecordingRun, made: MadeRecording, page: Paging | undefined): void {
  const text = JSON.stringify(made.recording)
  // A secret that was not removed has an unforeseen form, or is in the input.
  if (knownForms(run.secrets).some((form) => text.includes(form)))
    throw new RecordingError(
      `${made.file} is not written: it holds the credential, a token that was traded for it, or a secret of an answer`,
    )
  const [secret] = secretsOfRecording(made.recording, page, run.plan.harmless)
  if (secret) {
    const found = `${secret.at} looks like ${secret.looksLike}`
    throw new RecordingError(`${made.file} is not written: ${found}; if it is an id, ${harmlessMend}`)
  }
  run.made.push(made)
}

/** The rollback of an operation's latest call, in this run or else in an earlier recording. */
export async function undoOf(run: RecordingRun, name: string): Promise<NonNullable<Receipt['undo']>> {
  if (!run.receipts.has(name)) {
    const { subject } = run
    const operation = operationOf(subject, name)
    for (const recording of subject.recordings.filter((each) => each.operation === name && !each.error)) {
      const { receipts } = await invoke(replay(subject, recording), operation, recording)
      if (receipts[0]?.undo) run.receipts.set(name, receipts[0])
    }
  }
  return receiptOf(run, name).undo!
}

export function receiptOf({ receipts }: RecordingRun, name: string): Receipt {
  const receipt = receipts.get(name)
  if (!receipt?.undo) throw new RecordingError(`nothing of ${name} can be undone: make a call of it first that has a rollback`)
  return receipt
}

export function operationOf({ compiled, connector }: Subject, name: string): CompiledOperation {
  const operation = compiled.operations[name]
  if (!operation) throw new RecordingError(`${connector.vendor.id} has no operation ${name}`)
  return operation
}

export function assertAsPlanned(file: string, { error }: Outcome, fails: string | undefined): void {
  if (error?.code === fails) return
  if (!error) throw new RecordingError(`${file}: the call succeeded, and the plan says that it fails with ${fails}`)
  const planned = fails === undefined ? 'the plan says that it succeeds' : `the plan says ${fails}`
  throw new RecordingError(`${file}: ${planned}, and it failed with ${error.code}: ${error.message}`, { cause: error })
}

function errorOf({ error }: Outcome): Pick<RecordedFile, 'error'> {
  if (!error) return {}
  const vendorCode = error.vendor?.code ?? error.vendor?.undeclaredCode
  return { error: { code: error.code, commitState: error.commitState, ...(vendorCode !== undefined && { vendorCode }) } }
}

export function fileName(operation: string, as: string | undefined): string {
  return `${kebab(operation)}${as === undefined ? '' : `-${kebab(as)}`}.json`
}

export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
