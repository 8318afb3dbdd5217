import assert from 'node:assert/strict'
import { type ActorType, decide, type Policy } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { type CallOverrides, callOf, invoke, type Outcome, settle } from '../replay/invoke.ts'
import { type Replay, replay } from '../replay/replay.ts'
import { revive } from '../recording/recorded-input.ts'
import { tenantId } from '../replay/session.ts'
import type { OperationCheck } from './check.ts'

const approver = { type: 'human', id: 'approver' } as const

const denies: Policy = { decide: () => ({ effect: 'deny', rule: 'contract.denied', reason: 'denied by the contract check' }) }
const asks: Policy = {
  decide: () => ({ effect: 'raise', approval: 'A1', rule: 'contract.asks', reason: 'asked for by the contract check' }),
}

/** An actor whose call the decision table lets wait for a person, and the policy that makes it wait where none does. */
function waiting({ classes }: CompiledOperation): {
  readonly actor: NonNullable<CallOverrides['actor']>
  readonly policy: Policy | undefined
} {
  const types: readonly ActorType[] = ['executor_system', 'automated_workflow', 'human']
  const type = types.find(
    (actorType) => decide({ classes, actorType, correlationId: 'contract-correlation' }).actionClass === 'B',
  )
  return { actor: { type: type ?? 'executor_system', id: 'contract-actor' }, policy: type === undefined ? asks : undefined }
}

export const governedChecks: readonly OperationCheck[] = [
  {
    name: 'a call that waits for approval, and is rejected, sends nothing',
    async run(subject, operation, recording) {
      const { actor, policy } = waiting(operation)
      const session = replay(subject, recording, { policy })
      const asked = await invoke(session, operation, recording, { actor })
      assertRefused(session, asked, 'approval_required')
      const [request] = session.store.approvals.pending(tenantId)
      assert.ok(request, 'no approval waits for a decision')
      const at = new Date(session.clock.now()).toISOString()
      const token = session.store.approvals.decide(request.id, { outcome: 'reject', by: approver, at, reason: 'not now' })
      assertRefused(session, await resume(session, operation, token), 'approval_rejected')
      assertRefused(session, await resume(session, operation, token), 'approval_invalid')
      const codes = session.rows().map(({ code }) => code)
      assert.deepEqual(codes, ['approval_required', 'approval_rejected', 'approval_invalid'], 'audit rows')
    },
  },
  {
    name: 'an approved call runs once',
    async run(subject, operation, recording) {
      const { actor, policy } = waiting(operation)
      const session = replay(subject, recording, { policy })
      await invoke(session, operation, recording, { actor })
      const [request] = session.store.approvals.pending(tenantId)
      assert.ok(request, 'no approval waits for a decision')
      const at = new Date(session.clock.now()).toISOString()
      const token = session.store.approvals.decide(request.id, { outcome: 'approve', by: approver, at })
      const resumed = await resume(session, operation, token)
      session.assertMatched()
      if (resumed.error) throw resumed.error
      const sent = session.sent.length
      assert.ok(sent > 0, 'nothing was sent after the approval')
      assert.equal((await resume(session, operation, token)).error?.code, 'approval_invalid', 'the approval was used twice')
      assert.equal(session.sent.length, sent, 'a used approval sent something')
    },
  },
  {
    name: 'a denied call sends nothing',
    async run(subject, operation, recording) {
      const session = replay(subject, recording, { policy: denies })
      assertRefused(session, await invoke(session, operation, recording), 'policy_denied')
      const [row] = session.rows()
      assert.equal(row?.outcome, 'failed', 'the denial has no audit row')
    },
  },
  {
    name: 'an observer commits nothing',
    applies: (_, { classes }) => classes.sideEffect !== 'none',
    async run(subject, operation, recording) {
      const session = replay(subject, recording)
      const actor = { type: 'observer_agent', id: 'contract-actor' } as const
      assertRefused(session, await invoke(session, operation, recording, { actor }), 'policy_denied')
    },
  },
  {
    name: 'an external effect without a correlation id is refused',
    applies: (_, { classes }) => classes.sideEffect === 'external_message' || classes.sideEffect === 'external_commitment',
    async run(subject, operation, recording) {
      const session = replay(subject, recording)
      const { correlationId: _correlationId, ...call } = callOf(recording)
      const outcome = await settle(async () => {
        await session.client[operation.name]!.detailed(revive(recording.input), call)
        return { receipts: [] }
      })
      assertRefused(session, outcome, 'policy_denied')
    },
  },
]

function assertRefused(session: Replay, { error }: Outcome, code: string): void {
  assert.equal(error?.code, code)
  assert.equal(error.commitState, 'not_sent')
  assert.equal(session.sent.length, 0, 'something was sent')
}

function resume(session: Replay, { name }: CompiledOperation, token: string): Promise<Outcome> {
  return settle(async () => {
    const { data } = await session.client[name]!.resume(token)
    return { output: data, receipts: [] }
  })
}
