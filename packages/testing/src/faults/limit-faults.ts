import assert from 'node:assert/strict'
import type { Limits } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { firstPage, type OperationCheck, ownSendings } from '../checks/check.ts'
import { assertAfterFailure, gatewayAnswer } from '../checks/retried.ts'
import { meaningOf } from '../facts/meaning.ts'
import type { Recording } from '../recording/recording.ts'
import { callOf, invoke } from '../replay/invoke.ts'
import { type Replay, replay, replyOf, startOf } from '../replay/replay.ts'
import type { Subject } from '../replay/subject.ts'

/** A form of Retry-After with the milliseconds that it means; undefined if it means nothing. */
interface RetryAfter {
  readonly form: string
  readonly write: (at: Date) => string
  readonly ms: number | undefined
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

const forms: readonly RetryAfter[] = [
  { form: 'seconds', write: () => '2', ms: 2_000 },
  { form: 'zero', write: () => '0', ms: 0 },
  { form: 'an HTTP date', write: (at) => at.toUTCString(), ms: 2_000 },
  { form: 'an RFC 850 date', write: rfc850, ms: 2_000 },
  { form: 'an asctime date', write: asctime, ms: 2_000 },
  { form: 'a date that has passed', write: () => 'Sun, 06 Nov 1994 08:49:37 GMT', ms: 0 },
  { form: 'longer than the deadline', write: () => '7200', ms: 7_200_000 },
  { form: 'garbage', write: () => 'soon', ms: undefined },
]

function rfc850(at: Date): string {
  const [, day, month, year, time] = at.toUTCString().split(' ')
  return `${days[at.getUTCDay()]}, ${day}-${month}-${year!.slice(2)} ${time} GMT`
}

function asctime(at: Date): string {
  const [weekday, day, month, year, time] = at.toUTCString().split(' ')
  return `${weekday!.slice(0, 3)} ${month} ${day!.replace(/^0/, ' ')} ${time} ${year}`
}

/** True if the vendor says what is left, and the operation draws on it. */
const counted: NonNullable<OperationCheck['applies']> = ({ compiled }, { definition }) =>
  compiled.vendor.limits?.by === 'headers' && definition.weight !== 0

export const limitFaults: readonly OperationCheck[] = [
  ...forms.map(({ form, write, ms }): OperationCheck => ({
    name: `fault: Retry-After is ${form}`,
    async run(subject, operation, recording) {
      const reply = gatewayAnswer(429, { 'retry-after': write(new Date(startOf(recording) + 2_000)) })
      const said = meaningOf(subject, operation, reply)!
      const retryAfterMs = ms ?? said.retryAfterMs
      const failed = await assertAfterFailure(subject, operation, recording, { reply, meaning: { ...said, retryAfterMs } })
      if (failed.outcome.error) assert.equal(failed.outcome.error.retryAfterMs, retryAfterMs, 'retryAfterMs of the error')
    },
  })),
  {
    name: 'fault: the rate headers say that nothing is left',
    applies: counted,
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const { session, resetAt } = await spend(subject, operation, recording, 2_000)
      const { error } = await again(session, operation, recording)
      session.assertMatched()
      assert.equal(error, undefined, error?.message)
      const [, second] = ownSendings(subject, recording, session.sent)
      assert.ok(second && second.at >= resetAt, 'the second call did not wait until the limit starts anew')
    },
  },
  {
    name: 'fault: the rate limit starts anew after the deadline',
    applies: counted,
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const { session } = await spend(subject, operation, recording, operation.definition.totalTimeoutMs + 60_000)
      const sent = session.sent.length
      const { error } = await again(session, operation, recording)
      assert.deepEqual({ code: error?.code, commitState: error?.commitState }, { code: 'rate_limited', commitState: 'not_sent' })
      assert.equal(session.sent.length, sent, 'something was sent into a spent limit')
    },
  },
]

/** A good answer that says the limit is spent, and for how long. */
async function spend(
  subject: Subject,
  operation: CompiledOperation,
  recording: Recording,
  forMs: number,
): Promise<{ readonly session: Replay; readonly resetAt: number }> {
  const limits = subject.compiled.vendor.limits as Extract<Limits, { by: 'headers' }>
  const resetAt = startOf(recording) + Math.ceil(forMs / 1_000) * 1_000
  const reset = {
    'epoch-seconds': resetAt / 1_000,
    'epoch-milliseconds': resetAt,
    'delta-seconds': (resetAt - startOf(recording)) / 1_000,
  }
  const resource = operation.definition.budget ?? limits.mainResource ?? 'main'
  const reply = replyOf(recording.exchanges[0]!)
  const headers = {
    ...reply.headers,
    ...(limits.resource !== undefined && { [limits.resource]: resource }),
    [limits.remaining]: '0',
    [limits.reset]: String(reset[limits.unit]),
  }
  const session = replay(subject, recording, {
    instead: (_, index) => (index === 0 ? { ...reply, headers } : undefined),
  })
  const { error } = await invoke(session, operation, withoutPolls(operation, recording))
  if (error && !operation.job) throw error
  return { session, resetAt }
}

/** A spent limit would delay a job's own polls too; its start is enough here. */
function withoutPolls({ job }: CompiledOperation, recording: Recording): Recording {
  return job ? { ...recording, exchanges: recording.exchanges.slice(0, 1) } : recording
}

function again(session: Replay, operation: CompiledOperation, recording: Recording) {
  return invoke(session, operation, recording, { idempotencyKey: `${callOf(recording).idempotencyKey}-again` })
}
