import assert from 'node:assert/strict'
import type { CompiledOperation } from '@portico/core/definition'
import { firstPage, type OperationCheck, ownSendings } from '../checks/check.ts'
import { assertAfterFailure, gatewayAnswer } from '../checks/retried.ts'
import { meaningOf } from '../facts/meaning.ts'
import { isJson } from '../recording/content.ts'
import { invoke } from '../replay/invoke.ts'
import { replay, replyOf } from '../replay/replay.ts'
import type { Reply } from '../replay/scripted-transport.ts'

const json = { 'content-type': 'application/json' }

type Applies = NonNullable<OperationCheck['applies']>

const isBuffered: Applies = (_, { delivery }) => delivery !== 'bytes' && delivery !== 'events'

const hasJsonBody: Applies = (subject, operation, recording) => {
  const { response } = recording.exchanges[0]!
  return isBuffered(subject, operation, recording) && response.body !== undefined && isJson(response.headers)
}

/** An answer given once in place of the recorded one; the expected outcome is computed from the declared facts. */
function answerFault(name: string, make: (recorded: Reply) => Reply, applies: Applies = () => true): OperationCheck {
  return {
    name: `fault: ${name}`,
    applies,
    async run(subject, operation, recording) {
      const reply = make(replyOf(recording.exchanges[0]!))
      const meaning = meaningOf(subject, operation, reply)
      if (meaning) await assertAfterFailure(subject, operation, recording, { reply, meaning })
      else await assertCounts(reply, subject, operation, recording)
    },
  }
}

/** Nothing promised is missing, so the answer is as good as the recorded one. */
async function assertCounts(reply: Reply, ...[subject, operation, given]: Parameters<OperationCheck['run']>): Promise<void> {
  const recording = firstPage(operation, given)
  const session = replay(subject, recording, { instead: (_, index) => (index === 0 ? reply : undefined) })
  const { error } = await invoke(session, operation, recording)
  assert.equal(error, undefined, error?.message)
  assert.equal(ownSendings(subject, recording, session.sent).length, 1, 'sendings')
}

const fromVendor = [400, 403, 404, 409, 422, 500, 502] as const
const fromGateway = [408, 500, 502, 504] as const

export const answerFaults: readonly OperationCheck[] = [
  answerFault('an empty body', ({ status, headers }) => ({ status, headers }), isBuffered),
  answerFault('a truncated answer', (recorded) => ({ ...recorded, body: recorded.body!.slice(0, -1) }), hasJsonBody),
  answerFault('another content type', ({ status }) => gatewayAnswer(status), isBuffered),
  answerFault(
    'text that calls itself JSON',
    ({ status }) => ({ status, headers: json, body: Buffer.from('<html></html>') }),
    hasJsonBody,
  ),
  ...fromVendor.map((status) =>
    answerFault(`status ${status} from the vendor`, () => ({ status, headers: json, body: Buffer.from('{}') })),
  ),
  ...fromGateway.map((status) => answerFault(`status ${status} from a gateway`, () => gatewayAnswer(status))),
  {
    name: 'fault: a redirect to another host',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const session = replay(subject, recording, {
        instead: () => ({ status: 302, headers: { location: 'https://elsewhere.invalid/' } }),
      })
      const { error } = await invoke(session, operation, recording)
      assert.equal(error?.code, 'host_not_allowed')
      assert.deepEqual(new Set(session.sent.map(({ origin }) => origin)).size, 1, 'something was sent to another host')
      assert.equal(session.sent.length, 1, 'sendings')
    },
  },
  {
    name: 'fault: an outage that lasts',
    // A lookup would meet the same outage, and its own attempts would count too.
    applies: (_, { definition }) => definition.idempotency?.by !== 'lookup',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const session = replay(subject, recording, { instead: () => gatewayAnswer(503) })
      const { error } = await invoke(session, operation, recording)
      assert.equal(error?.code, 'unavailable')
      assert.equal(error.commitState, operation.writes ? 'unknown' : 'refused')
      const most = mostAttempts(operation)
      assert.ok(session.sent.length <= most, `sent ${session.sent.length} times, ${most} are declared`)
    },
  },
]

function mostAttempts({ definition, writes }: CompiledOperation): number {
  const { retry, idempotency } = definition
  const sentOnce = writes && (idempotency?.by === 'claim' || idempotency?.by === 'none')
  return retry && !sentOnce ? retry.attempts : 1
}
