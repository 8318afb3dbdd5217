import assert from 'node:assert/strict'
import type { Policy } from '@portico/core'
import { decided, resume, waiting } from '../replay/approved.ts'
import { callOf, invoke, type Outcome, settle } from '../replay/invoke.ts'
import { type Replay, replay } from '../replay/replay.ts'
import { revive } from '../recording/recorded-input.ts'
import type { OperationCheck } from './check.ts'

const denies: Policy = { decide: () => ({ effect: 'deny', rule: 'contract.denied', reason: 'denied by the contract check' }) }
export const governedChecks: readonly OperationCheck[] = [
  {
    name: 'a call that waits for approval, and is rejected, sends nothing',
    async run(subject, operation, recording) {
      const session = replay(subject, recording, { policy: waiting(operation).policy })
      const { asked, token } = await decided(session, operation, recording, 'reject')
      assertRefused(session, asked, 'approval_required')
      assertRefused(session, await resume(session, operation, token), 'approval_rejected')
      assertRefused(session, await resume(session, operation, token), 'approval_invalid')
      const codes = session.rows().map(({ code }) => code)
      assert.deepEqual(codes, ['approval_required', 'approval_rejected', 'approval_invalid'], 'audit rows')
    },
  },
  {
    name: 'an approved call runs once',
    async run(subject, operation, recording) {
      const session = replay(subject, recording, { policy: waiting(operation).policy })
      const { token } = await decided(session, operation, recording, 'approve')
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
