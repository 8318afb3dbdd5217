import assert from 'node:assert/strict'
import { TransportError } from '@portico/core'
import { firstPage, type OperationCheck, ownSendings } from '../checks/check.ts'
import { assertAfterFailure } from '../checks/retried.ts'
import { meaningOfConnectionFailure } from '../facts/meaning.ts'
import { invoke } from '../replay/invoke.ts'
import { replay, replyOf } from '../replay/replay.ts'

function connectionFault(name: string, failure: TransportError): OperationCheck {
  return {
    name: `fault: ${name}`,
    async run(subject, operation, recording) {
      const meaning = meaningOfConnectionFailure(failure, operation)
      const { timeoutMs, totalTimeoutMs } = operation.definition
      const elapsedMs = failure.reason === 'timeout' ? Math.min(timeoutMs, totalTimeoutMs) : 0
      await assertAfterFailure(subject, operation, recording, { reply: failure, meaning, elapsedMs })
    },
  }
}

export const connectionFaults: readonly OperationCheck[] = [
  connectionFault('no connection', new TransportError('connect', false, 'connection refused')),
  connectionFault('a connection that breaks after the request left', new TransportError('interrupted', true, 'connection reset')),
  connectionFault('an answer that takes too long', new TransportError('timeout', true, 'the vendor took too long')),
  connectionFault('an answer that is not HTTP', new TransportError('protocol', true, 'not HTTP')),
  {
    name: 'fault: an oversize body',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const reply = { ...replyOf(recording.exchanges[0]!), size: Number.MAX_SAFE_INTEGER }
      const session = replay(subject, recording, { instead: (_, index) => (index === 0 ? reply : undefined) })
      const { error } = await invoke(session, operation, recording)
      const found = { code: error?.code, commitState: error?.commitState }
      // A streamed answer has begun successfully; it is reading it that fails.
      const begun = operation.delivery === 'bytes' || operation.delivery === 'events'
      const acted = begun ? 'committed' : 'unknown'
      assert.deepEqual(found, { code: 'contract_violation', commitState: operation.writes ? acted : 'refused' })
      assert.equal(ownSendings(subject, recording, session.sent).length, 1, 'sendings')
    },
  },
]
