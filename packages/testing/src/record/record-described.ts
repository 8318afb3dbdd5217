import { bytesOf } from '../recording/content.ts'
import { writable } from '../recording/recorded-input.ts'
import { fakeClock } from '../replay/fake-clock.ts'
import { invoke } from '../replay/invoke.ts'
import { type Reply, scriptedTransport } from '../replay/scripted-transport.ts'
import { openSession } from '../replay/session.ts'
import { tokenAnswer } from '../replay/token-answer.ts'
import { acquiredTokens } from './acquired-tokens.ts'
import { RecordingError } from './recording-error.ts'
import type { DescribedAnswer } from './recording-plan.ts'
import {
  assertAsPlanned,
  declaredOrigins,
  fileName,
  kebab,
  keep,
  keyOf,
  operationOf,
  type RecordingRun,
  undoOf,
} from './recording-run.ts'
import { type RecordingTransport, recordingTransport } from './recording-transport.ts'

export interface Described {
  readonly operation: string
  readonly input?: unknown
  readonly undoes?: string
  readonly answers: readonly DescribedAnswer[]
  readonly as?: string
  readonly fails?: string
}

/** The connector renders the request; the plan states the answers. */
export async function recordDescribed(run: RecordingRun, described: Described): Promise<void> {
  const { subject, plan } = run
  const operation = operationOf(subject, described.operation)
  const undone = described.undoes === undefined ? undefined : await undoOf(run, described.undoes)
  const file = fileName(
    operation.name,
    described.as ?? (described.undoes === undefined ? undefined : `undo-${kebab(described.undoes)}`),
  )
  const input = await writable(undone ? undone.input : described.input)
  const call = { idempotencyKey: keyOf(file) }
  const left = described.answers.map(answerOf)
  let tokens = 0
  const clock = fakeClock(Date.parse(run.dates.recordedAt))
  const transport: RecordingTransport = recordingTransport(
    scriptedTransport(clock, (sent) => {
      const answer = transport.isApart ? tokenAnswer(subject, sent, ++tokens) : left.shift()
      if (!answer)
        throw new RecordingError(`${file}: the connector makes more requests than the plan answers: ${sent.method} ${sent.path}`)
      return answer
    }),
  )
  const session = openSession(subject, {
    startAt: clock.now(),
    transport: () => transport,
    tokens: acquiredTokens(transport, run.secrets),
  })
  const outcome = await invoke(session, operation, { operation: operation.name, input, call, exchanges: described.answers })
  assertAsPlanned(file, outcome, described.fails)
  if (left.length > 0) throw new RecordingError(`${file}: ${left.length} of the plan's answers were not asked for`)
  if (outcome.receipts[0]?.undo && !outcome.error) run.receipts.set(operation.name, outcome.receipts[0])
  keep(run, {
    operation,
    file,
    input,
    call,
    outcome,
    provenance: 'from-description',
    source: plan.described!.source,
    seen: transport.take(),
    origins: declaredOrigins(subject),
  })
}

function answerOf({ status = 200, headers, body }: DescribedAnswer): Reply {
  const given = headers ?? (body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' })
  return { status, headers: given, body: bytesOf({ headers: given, body }) }
}
