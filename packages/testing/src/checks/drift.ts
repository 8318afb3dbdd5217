import assert from 'node:assert/strict'
import type { Shape } from '@portico/core'
import { type CompiledOperation, jsonSchemaOf } from '@portico/core/definition'
import { promisedFields } from '../facts/promised-fields.ts'
import { type Path, valueAt, withoutValueAt, withValueAt } from '../facts/value-at.ts'
import { isJson } from '../recording/content.ts'
import type { Exchange, Recording } from '../recording/recording.ts'
import { callOf, invoke } from '../replay/invoke.ts'
import { type Replay, replay } from '../replay/replay.ts'
import type { Subject } from '../replay/subject.ts'
import { firstPage, type OperationCheck } from './check.ts'

interface Drift {
  readonly says: string
  readonly body: unknown
}

/** Removes each promised field from the answer in turn, then changes its type; an optional field only gets another type. */
export const driftChecks: readonly OperationCheck[] = [
  {
    name: 'a drifted answer is a contract violation',
    applies: (_, operation, { exchanges }) => promiseOf(operation) !== undefined && isJson(exchanges.at(-1)!.response.headers),
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const exchange = recording.exchanges.at(-1)!
      const root: Path = operation.definition.pick?.split('.') ?? []
      const picked = valueAt(exchange.response.body, root)
      const empty = Array.isArray(picked) && picked.length === 0
      assert.ok(
        !empty,
        `the recorded list is empty, so nothing of its items is proven: record one with an item (${subject.record})`,
      )
      const drifts = driftsOf(operation, exchange, root).filter(({ body }) => isSuccess(subject, operation, exchange, body))
      assert.ok(drifts.length > 0, 'nothing that the recorded answer has is promised: state the fields that callers rely on')
      // One connection for all of them: opening one takes as long as a call.
      const session = replay(subject, recording)
      for (const [index, drift] of drifts.entries()) await assertViolation(session, operation, recording, { ...drift, index })
    },
  },
]

/** The schema of what a caller is promised: for a job, its result. */
function promiseOf({ definition, outputSchema, job }: CompiledOperation): Shape | undefined {
  if (!job) return outputSchema
  return '~deliver' in definition.output ? undefined : definition.output
}

function driftsOf(operation: CompiledOperation, { response }: Exchange, root: Path): Drift[] {
  const { body } = response
  const schema = jsonSchemaOf(promiseOf(operation)!, 'output')
  const fields = promisedFields(schema, valueAt(body, root)).map((field) => ({ ...field, path: [...root, ...field.path] }))
  return [
    ...(root.length > 0 ? [{ says: `${root.join('.')} is missing`, body: withoutValueAt(body, root) }] : []),
    ...fields
      .filter(({ required }) => required)
      .map(({ path }) => ({ says: `${path.join('.')} is missing`, body: withoutValueAt(body, path) })),
    ...fields
      .filter(({ mistyped }) => mistyped !== undefined)
      .map(({ path, mistyped }) => ({ says: `${path.join('.')} has another type`, body: withValueAt(body, path, mistyped) })),
  ]
}

/** A field may also mark success or failure, or the end of a job: without it the answer means something else. */
function isSuccess(
  { compiled }: Subject,
  { definition, job }: CompiledOperation,
  { response }: Exchange,
  body: unknown,
): boolean {
  const answer = { status: response.status, headers: response.headers, body }
  if (compiled.vendor.failures.failed?.(answer)) return false
  return !job || definition.job!.poll.state(answer) === 'done'
}

async function assertViolation(
  session: Replay,
  operation: CompiledOperation,
  recording: Recording,
  { says, body, index }: Drift & { readonly index: number },
): Promise<void> {
  const last = recording.exchanges.at(-1)!
  const drifted = {
    ...recording,
    exchanges: [...recording.exchanges.slice(0, -1), { ...last, response: { ...last.response, body } }],
  }
  const before = session.events().length
  session.play(drifted)
  const { error } = await invoke(session, operation, drifted, { idempotencyKey: `${callOf(drifted).idempotencyKey}-${index}` })
  session.assertMatched()
  assert.equal(error?.code, 'contract_violation', says)
  // Fetching a result separately is a read; everything else in a command happens after it acted.
  const state = operation.writes && !operation.job?.result ? 'committed' : 'refused'
  assert.equal(error.commitState, state, says)
  assert.equal(session.sent.length, recording.exchanges.length, `${says}: sent again`)
  if (operation.job) return
  const types = session
    .events()
    .slice(before)
    .map(({ type }) => type)
  assert.ok(types.includes('portico.call.contract_violated'), `${says}: no event reports it`)
}
