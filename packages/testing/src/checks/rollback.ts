import assert from 'node:assert/strict'
import { canonicalJson, type Receipt } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { parsedInput } from '../facts/parsed-input.ts'
import type { Recording } from '../recording/recording.ts'
import { callOf, invoke } from '../replay/invoke.ts'
import { exchangesOf, type Replay, replay } from '../replay/replay.ts'
import { type Subject, successesOf } from '../replay/subject.ts'
import type { Check } from './check.ts'

/** Checks that undoing every outcome with a rollback runs the rollback operation's recorded exchange. */
export function rollbackChecks(subject: Subject, operation: CompiledOperation): Check[] {
  const { name, rollbackName, job } = operation
  if (rollbackName === undefined || job) return []
  const target = subject.compiled.operations[rollbackName]!
  return [{ operation: name, name: `undo replays ${rollbackName}`, run: () => assertUndo(subject, operation, target) }]
}

async function assertUndo(subject: Subject, operation: CompiledOperation, target: CompiledOperation): Promise<void> {
  let undone = 0
  let missing: unknown
  for (const recording of successesOf(subject, operation.name)) {
    const { undo } = await receiptOf(replay(subject, recording), operation, recording)
    if (!undo) continue
    assert.equal(undo.operation, target.name)
    const answer = recordingWith(subject, target, undo.input)
    if (!answer) {
      missing ??= undo.input
      continue
    }
    undone++
    await assertUndone(subject, operation, target, recording, answer)
    await assertUndoneOnce(subject, operation, target, recording, answer)
  }
  if (undone > 0) return
  const needed =
    missing === undefined
      ? `an outcome of ${operation.name} that has a rollback`
      : `${target.name} with ${JSON.stringify(missing)}`
  assert.fail(
    `no recording of ${needed}: add it to test/record.ts, as step.undo('${operation.name}') or with undoes: '${operation.name}'`,
  )
}

async function assertUndone(
  subject: Subject,
  operation: CompiledOperation,
  target: CompiledOperation,
  recording: Recording,
  answer: Recording,
): Promise<void> {
  const session = replay(subject, recording, { also: [answer] })
  const receipt = await receiptOf(session, operation, recording)
  const before = session.sent.length
  const { receipt: undoReceipt } = await session.client[operation.name]!.undo(receipt, callOf(answer))
  session.assertMatched()
  const sent = session.sent.slice(before)
  assert.equal(sent.length, answer.exchanges.length, 'requests of the rollback')
  for (const [index, recorded] of exchangesOf(subject, answer).entries()) {
    assert.deepEqual(recorded.differences(sent[index]!), [], 'the rollback sends another request than the recorded one')
  }
  assert.equal((undoReceipt as Receipt).commitState, 'committed')
  const row = session.rows().at(-1)
  assert.deepEqual(
    { operation: row?.operation, outcome: row?.outcome, causationId: row?.causationId },
    { operation: target.name, outcome: 'succeeded', causationId: receipt.callId },
    'the audit row of the rollback',
  )
}

async function assertUndoneOnce(
  subject: Subject,
  operation: CompiledOperation,
  target: CompiledOperation,
  recording: Recording,
  answer: Recording,
): Promise<void> {
  if (!target.claims) return
  const session = replay(subject, recording, { also: [answer] })
  const receipt = await receiptOf(session, operation, recording)
  const { idempotencyKey: _key, ...call } = callOf(answer)
  await session.client[operation.name]!.undo(receipt, call)
  const sent = session.sent.length
  await session.client[operation.name]!.undo(receipt, call)
  assert.equal(session.sent.length, sent, 'undoing twice acted twice')
}

async function receiptOf(session: Replay, operation: CompiledOperation, recording: Recording): Promise<Receipt> {
  const { error, receipts } = await invoke(session, operation, recording)
  session.assertMatched()
  if (error) throw error
  return receipts[0]!
}

function recordingWith(subject: Subject, target: CompiledOperation, input: unknown): Recording | undefined {
  const wanted = canonicalJson(parsedInput(target, { input }))
  return successesOf(subject, target.name).find((each) => canonicalJson(parsedInput(target, each)) === wanted)
}
