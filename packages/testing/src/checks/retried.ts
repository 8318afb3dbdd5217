import assert from 'node:assert/strict'
import { TransportError } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { afterOneFailure, type Expected, type Failing, recognised } from '../facts/expected.ts'
import { lookupAnswers } from '../facts/lookup-answers.ts'
import type { Meaning } from '../facts/meaning.ts'
import { parsedInput } from '../facts/parsed-input.ts'
import type { Recording } from '../recording/recording.ts'
import { revive } from '../recording/recorded-input.ts'
import { decided, resume, waiting } from '../replay/approved.ts'
import { callOf, invoke, type Outcome } from '../replay/invoke.ts'
import { type Replay, replay } from '../replay/replay.ts'
import type { Reply, Sent } from '../replay/scripted-transport.ts'
import type { Subject } from '../replay/subject.ts'
import { assertOutcome, firstPage, type OperationCheck, ownSendings } from './check.ts'
import { namesOf } from './secret-output.ts'

export interface FailedOnce {
  readonly session: Replay
  readonly outcome: Outcome
  readonly recording: Recording
  /** The operation's own requests. */
  readonly own: readonly Sent[]
  /** The token of the approval under which the call was made, if it waited for one. */
  readonly token: string | undefined
}

/** Fails the first sending and answers every later one as recorded; a lookup finds the effect or does not. */
async function failOnce(
  subject: Subject,
  operation: CompiledOperation,
  given: Recording,
  failure: Reply | TransportError,
  { lookup = 'absent', approved = false }: { readonly lookup?: 'found' | 'absent'; readonly approved?: boolean } = {},
): Promise<FailedOnce> {
  const recording = firstPage(operation, given)
  const also = [lookupRecording(subject, operation, given, lookup)].filter((each) => each !== undefined)
  const session = replay(subject, recording, {
    also,
    instead: (_, index) => (index === 0 ? failure : undefined),
    ...(approved && { policy: waiting(operation).policy }),
  })
  const token = approved ? (await decided(session, operation, recording, 'approve')).token : undefined
  const outcome = token === undefined ? await invoke(session, operation, recording) : await resume(session, operation, token)
  return { session, outcome, recording, own: ownSendings(subject, recording, session.sent), token }
}

/** The recording that answers a lookup. Throws, saying what to record, if there is none. */
function lookupRecording(
  subject: Subject,
  operation: CompiledOperation,
  recording: Recording,
  wanted: 'found' | 'absent',
): Recording | undefined {
  const answers = lookupAnswers(subject, operation, recording)
  if (!answers || answers[wanted]) return answers?.[wanted]
  const effect = wanted === 'found' ? 'finds the effect' : 'does not find the effect'
  throw new Error(
    `no recording of ${answers.find.name} with ${JSON.stringify(answers.input)} ${effect}: add it to test/record.ts`,
  )
}

/** Compares the outcome of one failed sending with what the declared facts predict. */
export async function assertAfterFailure(
  subject: Subject,
  operation: CompiledOperation,
  recording: Recording,
  failure: {
    readonly reply: Reply | TransportError
    readonly meaning: Meaning
    readonly elapsedMs?: number
    readonly approved?: boolean
  },
): Promise<FailedOnce & { readonly expected: Expected }> {
  const failing: Failing = { ...failure, input: parsedInput(operation, recording) }
  const expected = afterOneFailure(subject, operation, failing)
  const failed = await failOnce(subject, operation, recording, failure.reply, failure)
  assertOutcome(subject, failed.recording, { ...failed, expected })
  if (expected.sendings === 2) {
    const [first, second] = failed.own as [Sent, Sent]
    const waited = second.at - first.at
    const wanted = (failure.elapsedMs ?? 0) + expected.waitMs
    // A rate's wait may include a fraction of a millisecond, which is rounded up.
    assert.ok(waited === wanted || waited === wanted + 1, `${waited} ms between the two sendings, not ${wanted}`)
    assertSameKey(operation, first, second)
  }
  return { ...failed, expected }
}

/** Two sendings of one intent carry the same key and content. */
function assertSameKey({ definition }: CompiledOperation, first: Sent, second: Sent): void {
  const { idempotency } = definition
  if (idempotency?.by === 'header') {
    const name = idempotency.name.toLowerCase()
    assert.ok(first.headers[name], `the first sending has no ${idempotency.name}`)
    assert.equal(second.headers[name], first.headers[name], `${idempotency.name} of the second sending`)
  }
  if (first.headers['content-type']?.startsWith('multipart/')) return
  assert.deepEqual(second.body, first.body, 'the second sending has another body')
}

const html = { 'content-type': 'text/html' }

/** The answer of a gateway in front of the vendor: nothing in it is the vendor's own. */
export function gatewayAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { ...html, ...headers }, body: Buffer.from(`<html><body>${status}</body></html>`) }
}

/** Whether the contract itself says that the operation is resent, whatever the connector reads from a bare answer. */
function mustResend(operation: CompiledOperation, mayHaveActed: boolean): boolean {
  const { retry } = operation.definition
  if (!retry || retry.attempts < 2) return false
  return !operation.writes || !mayHaveActed || recognised(operation, 0)
}

export const retryChecks: readonly OperationCheck[] = [
  {
    name: '429 is retried where retry is declared',
    async run(subject, operation, recording) {
      const reply = gatewayAnswer(429, { 'retry-after': '1' })
      const meaning: Meaning = { code: 'rate_limited', commitState: 'refused', retryable: true, retryAfterMs: 1_000 }
      const { own, expected } = await assertAfterFailure(subject, operation, recording, { reply, meaning })
      if (mustResend(operation, false) && operation.definition.totalTimeoutMs > 5_000) {
        assert.equal(expected.sendings, 2, 'a declared rate or deadline leaves no time for the declared retry')
      }
      if (own.length === 2) assert.ok(own[1]!.at - own[0]!.at >= 1_000, 'Retry-After was not waited for')
    },
  },
  {
    name: '503 is retried only where it can not act twice',
    async run(subject, operation, recording) {
      const meaning: Meaning = { code: 'unavailable', commitState: operation.writes ? 'unknown' : 'refused', retryable: true }
      const failed = await assertAfterFailure(subject, operation, recording, { reply: gatewayAnswer(503), meaning })
      if (!mustResend(operation, true)) assert.equal(failed.own.length, 1, 'a second sending may act twice')
    },
  },
  {
    name: 'a lost answer acts once',
    async run(subject, operation, recording) {
      if (operation.definition.idempotency?.by === 'lookup') {
        const failed = await failOnce(subject, operation, recording, lost(), { lookup: 'found' })
        assert.equal(failed.own.length, 1, 'sent again although the lookup found the effect')
        assert.equal(failed.outcome.error, undefined, failed.outcome.error?.message)
        assert.equal(effects(operation, failed.own), 1, 'effects at the vendor')
        return
      }
      const meaning: Meaning = { code: 'timeout', commitState: operation.writes ? 'unknown' : 'refused', retryable: true }
      const elapsedMs = Math.min(operation.definition.timeoutMs, operation.definition.totalTimeoutMs)
      const failed = await assertAfterFailure(subject, operation, recording, { reply: lost(), meaning, elapsedMs })
      if (!operation.writes) return
      assert.equal(effects(operation, failed.own), 1, 'effects at the vendor')
      if (operation.definition.idempotency?.by === 'claim') await assertNotRestarted(operation, failed)
    },
  },
  {
    name: 'a lost answer stays unknown when a gateway refuses its key',
    applies: (_, { definition }) => definition.idempotency?.by === 'header' || definition.idempotency?.by === 'field',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const refusals = [404, 400, 405, 422]
      const session = replay(subject, recording, {
        instead: (_sent, index) =>
          index === 0 ? new TransportError('interrupted', true, 'connection reset') : gatewayAnswer(refusals[(index - 1) % 4]!),
      })
      // If the key were free again, the next call would count as its first, and be refused.
      for (let call = 1; call <= 3; call++) {
        const { error } = await invoke(session, operation, recording)
        assert.equal(error?.commitState, 'unknown', `commit state of call ${call} with the key`)
      }
      assert.ok(session.sent.length >= 3, 'a key that the vendor keeps was not sent again')
    },
  },
  {
    name: 'a lost answer is not sent again because a gateway finds nothing',
    applies: (_, { definition }) => definition.idempotency?.by === 'lookup',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const session = replay(subject, recording, {
        also: [lookupRecording(subject, operation, given, 'found')!],
        instead: (_sent, index) =>
          index === 0 ? new TransportError('interrupted', true, 'connection reset') : gatewayAnswer(404),
      })
      const { error } = await invoke(session, operation, recording)
      assert.equal(error?.commitState, 'unknown', 'commit state after a lookup that a gateway answered')
      assert.equal(ownSendings(subject, recording, session.sent).length, 1, 'sendings')
    },
  },
  {
    name: 'the same key acts once',
    applies: (_, { claims, delivery }) => claims && delivery !== 'bytes' && delivery !== 'events',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const session = replay(subject, recording, {})
      const start = operation.job ? 'start' : 'detailed'
      const first = await begin(session, operation, recording, start)
      const second = await begin(session, operation, recording, start)
      session.assertMatched()
      assert.equal(session.sent.length, 1, 'sendings of two calls with one key')
      assert.equal(second.receipt.replayed, true, 'the receipt of the second call does not say replayed')
      // Its secrets are returned only once.
      assert.deepEqual(second.data, withoutNames(first.data, namesOf(operation)), 'the second call has another result')
    },
  },
]

function lost(): TransportError {
  return new TransportError('timeout', true, 'the answer was lost')
}

/** How often the vendor acts, if it recognises repeats by key or state as the operation declares. */
function effects({ definition }: CompiledOperation, own: readonly Sent[]): number {
  const { idempotency } = definition
  switch (idempotency?.by) {
    case 'header':
      return new Set(own.map(({ headers }) => headers[idempotency.name.toLowerCase()])).size
    case 'field':
    case 'upsert':
      return new Set(own.map(({ path, body }) => `${path}\n${Buffer.from(body ?? []).toString('base64')}`)).size
    default:
      return own.length
  }
}

/** A claim whose answer was lost is not taken over by the next call: a person looks first. */
async function assertNotRestarted(operation: CompiledOperation, { session, recording }: FailedOnce): Promise<void> {
  const again = await invoke(session, operation, recording)
  assert.equal(again.error?.code, 'outcome_unknown', 'a second call with the key of a lost answer')
  assert.equal(session.sent.length, 1, 'a second call with the key of a lost answer was sent')
}

function withoutNames(data: unknown, names: readonly string[]): unknown {
  return names.length === 0 ? data : Object.fromEntries(Object.entries(data as object).filter(([name]) => !names.includes(name)))
}

interface Begun {
  readonly data: unknown
  readonly receipt: { readonly replayed: boolean }
}

async function begin(
  session: Replay,
  { name }: CompiledOperation,
  recording: Recording,
  how: 'start' | 'detailed',
): Promise<Begun> {
  const method = session.client[name] as unknown as Record<'start' | 'detailed', (input: unknown, call: object) => Promise<Begun>>
  return method[how](revive(recording.input), callOf(recording))
}
