import { type AnyConnector, connect, memoryStore, type Receipt, type Transport } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { readRecordings } from '../recording/read-recordings.ts'
import type { RecordedFile, Recording } from '../recording/recording.ts'
import { writable } from '../recording/recorded-input.ts'
import { fakeClock } from '../replay/fake-clock.ts'
import { invoke, type Outcome } from '../replay/invoke.ts'
import { replay } from '../replay/replay.ts'
import { scriptedTransport } from '../replay/scripted-transport.ts'
import { agrees, openSession, type Session, tenantId } from '../replay/session.ts'
import { type Subject, subjectWith } from '../replay/subject.ts'
import { tokenAnswer } from '../replay/token-answer.ts'
import { bytesOf } from '../recording/content.ts'
import { RecordingError } from './recording-error.ts'
import { exchangeOf, type RecordedOrigins } from './exchange-of.ts'
import type { DescribedAnswer, RecordingPlan, Step, StepOptions } from './recording-plan.ts'
import { type RecordingTransport, recordingTransport } from './recording-transport.ts'
import { findSecrets } from './secret-scan.ts'

/** A recording that is ready to be written: nothing in it looks like a secret. */
export interface MadeRecording {
  /** `get-issue-missing.json` */
  readonly file: string
  readonly recording: RecordedFile
}

export interface RecordOptions {
  /** The server that answers; without one only what is described is made. */
  readonly server?: {
    readonly source: string
    readonly credentials: unknown
    /** Where declared origins are found, when not at the vendor. */
    readonly origins?: Readonly<Record<string, string>>
    readonly transport: Transport
  }
  readonly described: boolean
  /** The folder of earlier recordings: what a described rollback undoes may be one of them. */
  readonly folder: URL
  readonly today: Date
}

interface Context {
  readonly subject: Subject
  readonly plan: RecordingPlan
  readonly made: MadeRecording[]
  readonly receipts: Map<string, Receipt>
  readonly dates: Pick<RecordedFile, 'recordedAt' | 'expiresAt'>
}

/** Makes a plan's recordings; writes nothing. Rejects where a call does not do what its step says, or where a secret is left. */
export async function record(plan: RecordingPlan, options: RecordOptions): Promise<readonly MadeRecording[]> {
  const connector = plan.connector as AnyConnector
  const { recordings } = readRecordings(options.folder)
  const credentials = options.server?.credentials ?? plan.emulate?.credentials ?? plan.credentials(() => 'described-credential')
  const subject = subjectWith(connector, { credentials, settings: plan.settings, recordings })
  const expires = new Date(options.today.getTime() + (plan.keptForDays ?? 365) * 86_400_000)
  const context: Context = {
    subject,
    plan,
    made: [],
    receipts: new Map(),
    dates: { recordedAt: dayOf(options.today), expiresAt: dayOf(expires) },
  }
  if (options.server) await recordFrom(context, options.server)
  if (options.described) for (const one of plan.described?.recordings ?? []) await describe(context, one)
  return context.made
}

async function recordFrom(context: Context, server: NonNullable<RecordOptions['server']>): Promise<void> {
  const { subject, plan } = context
  const transport = recordingTransport(server.transport)
  const declared = Object.fromEntries(Object.entries(subject.bases).map(([name, base]) => [name, base.origin + base.path]))
  const origins: RecordedOrigins = { ...declared, ...server.origins }
  const client = connect(
    subject.connector as never,
    {
      tenantId,
      credentials: server.credentials,
      settings: subject.settings,
      transport,
      policy: agrees,
      store: memoryStore(),
      ...(server.origins && { origins: server.origins }),
    } as never,
  ) as unknown as Session['client'] & { close(): Promise<void> }
  try {
    await plan.record?.(stepOver(context, { client, transport, origins, source: server.source }) as Step<unknown>)
  } finally {
    await client.close()
  }
}

interface Recorder {
  readonly client: Session['client']
  readonly transport: RecordingTransport
  readonly origins: RecordedOrigins
  readonly source: string
}

function stepOver(context: Context, recorder: Recorder): unknown {
  const { subject, receipts } = context
  let steps = 0
  const step = async (name: string, input: unknown, options: StepOptions = {}): Promise<unknown> => {
    const operation = operationOf(subject, name)
    const file = fileName(name, options.as)
    const written = await writable(input)
    recorder.transport.take()
    const pages = Array.from({ length: options.pages ?? 1 }, () => ({}) as never)
    steps++
    const key = `contract-${file.replace('.json', '')}`
    const call = { idempotencyKey: options.unrecorded ? `${key}-${steps}` : key }
    const outcome = await invoke({ client: recorder.client }, operation, {
      operation: name,
      input: written,
      call,
      exchanges: pages,
    } as unknown as Recording)
    assertAsPlanned(file, outcome, options.fails)
    if (options.unrecorded) return outcome.output
    if (outcome.receipts[0] && !outcome.error) receipts.set(name, outcome.receipts[0])
    await keep(context, recorder, { operation, file, input: written, call, outcome })
    return outcome.output
  }
  step.undo = async (name: string): Promise<void> => {
    const receipt = receiptOf(context, name)
    const operation = operationOf(subject, receipt.undo!.operation)
    const file = fileName(operation.name, `undo-${kebab(name)}`)
    const call = { idempotencyKey: `contract-${file.replace('.json', '')}` }
    recorder.transport.take()
    await recorder.client[name]!.undo(receipt, {
      ...call,
      actor: { type: 'human', id: 'contract-actor' },
      correlationId: 'contract-correlation',
    })
    await keep(context, recorder, {
      operation,
      file,
      input: await writable(receipt.undo!.input),
      call,
      outcome: { receipts: [] },
    })
  }
  return step
}

interface Kept {
  readonly operation: CompiledOperation
  readonly file: string
  readonly input: unknown
  readonly call: { readonly idempotencyKey: string }
  readonly outcome: Outcome
}

async function keep(context: Context, recorder: Recorder, { operation, file, input, call, outcome }: Kept): Promise<void> {
  const { subject } = context
  const own = operation.origin
  const exchanges = recorder.transport
    .take()
    .map((seen) => exchangeOf(subject, recorder.origins, own, seen))
    .filter((exchange) => exchange !== undefined)
  add(context, file, {
    format: 1,
    provenance: 'recorded',
    source: recorder.source,
    vendorVersion: subject.connector.vendor.vendorVersion,
    ...context.dates,
    operation: operation.name,
    input,
    ...(operation.writes && { call }),
    exchanges,
    ...errorOf(outcome),
  })
}

interface Described {
  readonly operation: string
  readonly input?: unknown
  readonly undoes?: string
  readonly answers: readonly DescribedAnswer[]
  readonly as?: string
  readonly fails?: string
}

/** The connector renders the request; the answers are those that the plan states. */
async function describe(context: Context, described: Described): Promise<void> {
  const { subject, plan } = context
  const operation = operationOf(subject, described.operation)
  const undone = described.undoes === undefined ? undefined : await undoOf(context, described.undoes)
  const file = fileName(
    operation.name,
    described.as ?? (described.undoes === undefined ? undefined : `undo-${kebab(described.undoes)}`),
  )
  const input = await writable(undone ? undone.input : described.input)
  const call = { idempotencyKey: `contract-${file.replace('.json', '')}` }
  const left = described.answers.map(answerOf)
  let tokens = 0
  const clock = fakeClock(Date.parse(context.dates.recordedAt))
  const transport = recordingTransport(
    scriptedTransport(clock, (sent) => {
      const token = originIsDeclared(subject, sent.origin) ? undefined : tokenAnswer(subject, sent, ++tokens)
      const answer = token ?? left.shift()
      if (!answer) throw new RecordingError(`${file}: the connector asks more than the plan answers: ${sent.method} ${sent.path}`)
      return answer
    }),
  )
  const session = openSession(subject, { startAt: clock.now(), transport: () => transport })
  const declared = Object.fromEntries(Object.entries(subject.bases).map(([name, base]) => [name, base.origin + base.path]))
  const pages = described.answers.map(() => ({}) as never)
  const outcome = await invoke(session, operation, {
    operation: operation.name,
    input,
    call,
    exchanges: pages,
  } as unknown as Recording)
  assertAsPlanned(file, outcome, described.fails)
  if (left.length > 0) throw new RecordingError(`${file}: ${left.length} of the plan's answers were not asked for`)
  if (outcome.receipts[0] && !outcome.error) context.receipts.set(operation.name, outcome.receipts[0])
  const exchanges = transport
    .take()
    .map((seen) => exchangeOf(subject, declared, operation.origin, seen))
    .filter((exchange) => exchange !== undefined)
  add(context, file, {
    format: 1,
    provenance: 'from-description',
    source: plan.described!.source,
    vendorVersion: subject.connector.vendor.vendorVersion,
    ...context.dates,
    operation: operation.name,
    input,
    ...(operation.writes && { call }),
    exchanges,
    ...errorOf(outcome),
  })
}

function originIsDeclared({ bases }: Subject, origin: string): boolean {
  return Object.values(bases).some((base) => base.origin === origin)
}

function answerOf({ status = 200, headers, body }: DescribedAnswer) {
  const given = headers ?? (body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' })
  return { status, headers: given, body: bytesOf({ headers: given, body }) }
}

/** The rollback of an operation's latest call: of this run, else of an earlier recording. */
async function undoOf(context: Context, name: string): Promise<NonNullable<Receipt['undo']>> {
  if (!context.receipts.has(name)) {
    const { subject } = context
    const operation = operationOf(subject, name)
    for (const recording of subject.recordings.filter((each) => each.operation === name && !each.error)) {
      const { receipts } = await invoke(replay(subject, recording), operation, recording)
      if (receipts[0]?.undo) context.receipts.set(name, receipts[0])
    }
  }
  return receiptOf(context, name).undo!
}

function receiptOf({ receipts }: Context, name: string): Receipt {
  const receipt = receipts.get(name)
  if (!receipt?.undo) throw new RecordingError(`nothing of ${name} can be undone: make a call of it first that has a rollback`)
  return receipt
}

function operationOf({ compiled, connector }: Subject, name: string): CompiledOperation {
  const operation = compiled.operations[name]
  if (!operation) throw new RecordingError(`${connector.vendor.id} has no operation ${name}`)
  return operation
}

function assertAsPlanned(file: string, { error }: Outcome, fails: string | undefined): void {
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

function add({ made }: Context, file: string, recording: RecordedFile): void {
  if (made.some((each) => each.file === file)) throw new RecordingError(`${file} is recorded twice: tell them apart with 'as'`)
  if (recording.exchanges.length === 0) throw new RecordingError(`${file}: the call reached no declared origin`)
  const [secret] = findSecrets(recording)
  if (secret) throw new RecordingError(`${file} is not written: ${secret.at} looks like ${secret.looksLike}`)
  made.push({ file, recording })
}

function fileName(operation: string, as: string | undefined): string {
  return `${kebab(operation)}${as === undefined ? '' : `-${kebab(as)}`}.json`
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
