import { connect, memoryStore, type Transport } from '@portico/core'
import { writable } from '../recording/recorded-input.ts'
import { invoke } from '../replay/invoke.ts'
import { agrees, type Session, tenantId } from '../replay/session.ts'
import { acquiredTokens } from './acquired-tokens.ts'
import type { RecordedOrigins } from './exchange-of.ts'
import type { Step, StepOptions } from './recording-plan.ts'
import {
  assertAsPlanned,
  declaredOrigins,
  fileName,
  kebab,
  keep,
  keyOf,
  type MadeCall,
  operationOf,
  receiptOf,
  type RecordingRun,
} from './recording-run.ts'
import { type RecordingTransport, recordingTransport } from './recording-transport.ts'
import { streamReader } from './record-streams.ts'

/** The server that answers while a plan is recorded. */
export interface Server {
  /** Its name and version, for the provenance: `emulate 0.12.2`. */
  readonly source: string
  readonly credentials: unknown
  /** Where declared origins are, if not at the vendor. */
  readonly origins?: Readonly<Record<string, string>>
  readonly transport: Transport
}

/** Makes the plan's calls through the facade, against a server. */
export async function recordFromServer(run: RecordingRun, server: Server): Promise<void> {
  const { subject, plan } = run
  const transport = recordingTransport(server.transport)
  const origins: RecordedOrigins = { ...declaredOrigins(subject), ...server.origins }
  const client = connect(
    subject.connector as never,
    {
      tenantId,
      credentials: server.credentials,
      settings: subject.settings,
      transport,
      policy: agrees,
      store: { ...memoryStore(), tokens: acquiredTokens(transport, run.secrets) },
      ...(server.origins && { origins: server.origins }),
    } as never,
  ) as unknown as Session['client'] & { close(): Promise<void> }
  try {
    const step = stepOver(run, { client, transport, origins, source: server.source }) as Step<unknown>
    await plan.record?.(step)
    if (plan.streams) await plan.streams.record?.(streamReader(run, plan.streams, server), step)
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

function stepOver(run: RecordingRun, recorder: Recorder): unknown {
  const { subject, receipts } = run
  const { transport, origins, source } = recorder
  const kept = (made: Pick<MadeCall, 'operation' | 'file' | 'input' | 'call' | 'outcome'>): void =>
    keep(run, { ...made, provenance: 'recorded', source, origins, seen: transport.take() })
  let steps = 0
  const step = async (name: string, input: unknown, options: StepOptions = {}): Promise<unknown> => {
    const operation = operationOf(subject, name)
    const file = fileName(name, options.as)
    const written = await writable(input)
    transport.take()
    const exchanges = Array.from({ length: options.pages ?? 1 })
    steps++
    const call = { idempotencyKey: options.unrecorded ? `${keyOf(file)}-${steps}` : keyOf(file) }
    const outcome = await invoke({ client: recorder.client }, operation, { operation: name, input: written, call, exchanges })
    assertAsPlanned(file, outcome, options.fails)
    if (options.unrecorded) return outcome.output
    // A call whose effect was already there has nothing to undo, and must not hide an earlier one that has.
    if (outcome.receipts[0]?.undo && !outcome.error) receipts.set(name, outcome.receipts[0])
    kept({ operation, file, input: written, call, outcome })
    return outcome.output
  }
  step.undo = async (name: string): Promise<void> => {
    const receipt = receiptOf(run, name)
    const operation = operationOf(subject, receipt.undo!.operation)
    const file = fileName(operation.name, `undo-${kebab(name)}`)
    const call = { idempotencyKey: keyOf(file) }
    transport.take()
    await recorder.client[name]!.undo(receipt, {
      ...call,
      actor: { type: 'human', id: 'contract-actor' },
      correlationId: 'contract-correlation',
    })
    kept({ operation, file, input: await writable(receipt.undo!.input), call, outcome: { receipts: [] } })
  }
  return step
}
