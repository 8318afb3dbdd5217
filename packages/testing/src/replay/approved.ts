import assert from 'node:assert/strict'
import { type ActorType, decide, type Policy } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import type { Recording } from '../recording/recording.ts'
import { type CallOverrides, invoke, type Outcome, settle } from './invoke.ts'
import type { Replay } from './replay.ts'
import { tenantId } from './session.ts'

const approver = { type: 'human', id: 'approver' } as const

const asks: Policy = {
  decide: () => ({ effect: 'raise', approval: 'A1', rule: 'contract.asks', reason: 'asked for by the contract check' }),
}

/** An actor whose call the decision table makes wait for a person, and a policy that makes it wait if the table does not. */
export function waiting({ classes }: CompiledOperation): {
  readonly actor: NonNullable<CallOverrides['actor']>
  readonly policy: Policy | undefined
} {
  const types: readonly ActorType[] = ['executor_system', 'automated_workflow', 'human']
  const type = types.find(
    (actorType) => decide({ classes, actorType, correlationId: 'contract-correlation' }).actionClass === 'B',
  )
  return { actor: { type: type ?? 'executor_system', id: 'contract-actor' }, policy: type === undefined ? asks : undefined }
}

/** Makes the recorded call, which waits; returns its outcome, and the token of a person's decision on it. */
export async function decided(
  session: Replay,
  operation: CompiledOperation,
  recording: Recording,
  outcome: 'approve' | 'reject',
): Promise<{ readonly asked: Outcome; readonly token: string }> {
  const asked = await invoke(session, operation, recording, { actor: waiting(operation).actor })
  const [request] = session.store.approvals.pending(tenantId)
  assert.ok(request, 'no approval waits for a decision')
  const at = new Date(session.clock.now()).toISOString()
  const said = outcome === 'reject' ? { outcome, reason: 'not now' } : { outcome }
  return { asked, token: session.store.approvals.decide(request.id, { ...said, by: approver, at }) }
}

/** Runs the call that was decided on. */
export function resume(session: Replay, { name }: CompiledOperation, token: string): Promise<Outcome> {
  return settle(async () => {
    const { data } = await session.client[name]!.resume(token)
    return { output: data, receipts: [] }
  })
}
