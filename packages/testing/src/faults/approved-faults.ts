import assert from 'node:assert/strict'
import { TransportError } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { firstPage, type OperationCheck, ownSendings } from '../checks/check.ts'
import { assertAfterFailure, gatewayAnswer } from '../checks/retried.ts'
import { recognised } from '../facts/expected.ts'
import { meaningOfConnectionFailure } from '../facts/meaning.ts'
import { decided, resume, waiting } from '../replay/approved.ts'
import { type Replay, replay } from '../replay/replay.ts'

/** A decision is for one effect: failures on the way neither cause a second effect nor ask a person again needlessly. */
export const approvedFaults: readonly OperationCheck[] = [
  {
    name: 'fault: an approved call loses its answer',
    async run(subject, operation, recording) {
      const reply = new TransportError('interrupted', true, 'connection reset')
      const meaning = meaningOfConnectionFailure(reply, operation)
      const failed = await assertAfterFailure(subject, operation, recording, { reply, meaning, approved: true })
      // A call that may be resent under its key keeps its decision, and so does a read.
      const comesBack = !operation.writes || recognised(operation, 0)
      if (!failed.outcome.error || !comesBack) await assertUsedUp(failed.session, operation, failed.token!)
    },
  },
  {
    name: 'fault: an approved call finds no room',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      let isBusy = true
      const session = replay(subject, recording, {
        policy: waiting(operation).policy,
        instead: () => (isBusy ? gatewayAnswer(429) : undefined),
      })
      const { token } = await decided(session, operation, recording, 'approve')
      const { error } = await resume(session, operation, token)
      assert.deepEqual({ code: error?.code, commitState: error?.commitState }, { code: 'rate_limited', commitState: 'refused' })
      assert.equal(error?.retryable, true, 'a refusal that passes is not said to be retryable')
      isBusy = false
      session.clock.advance(120_000)
      const later = await resume(session, operation, token)
      session.assertMatched()
      assert.equal(later.error, undefined, `the decision did not come back: ${later.error?.message}`)
      assertOneKey(operation, ownSendings(subject, recording, session.sent))
      await assertUsedUp(session, operation, token)
    },
  },
]

async function assertUsedUp(session: Replay, operation: CompiledOperation, token: string): Promise<void> {
  const sent = session.sent.length
  const { error } = await resume(session, operation, token)
  assert.equal(error?.code, 'approval_invalid', 'the approval was used twice')
  assert.equal(session.sent.length, sent, 'a used approval sent something')
}

/** However often it is resumed, it stays the call that was requested. */
function assertOneKey(
  { definition }: CompiledOperation,
  own: readonly { readonly headers: Readonly<Record<string, string>> }[],
): void {
  const { idempotency } = definition
  if (idempotency?.by !== 'header') return
  const keys = new Set(own.map(({ headers }) => headers[idempotency.name.toLowerCase()]))
  assert.equal(keys.size, 1, `${idempotency.name} of all sendings under one decision`)
}
