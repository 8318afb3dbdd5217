import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { canonicalJson, TransportError } from '@portico/core'
import { type CompiledOperation, secretForms } from '@portico/core/definition'
import { textsIn } from '../facts/texts-in.ts'
import { valueAt } from '../facts/value-at.ts'
import type { Recording } from '../recording/recording.ts'
import { revive, writable } from '../recording/recorded-input.ts'
import { callOf, invoke, settle } from '../replay/invoke.ts'
import { type Replay, replay, type ReplayScript, replyOf } from '../replay/replay.ts'
import type { Reply } from '../replay/scripted-transport.ts'
import { tenantId } from '../replay/session.ts'
import type { Subject } from '../replay/subject.ts'
import { plantedToken } from '../replay/token-answer.ts'
import { firstPage, type OperationCheck } from './check.ts'

const json = { 'content-type': 'application/json' }

/** What may be found nowhere, and what may be found in no stored record. */
interface Hidden {
  readonly secrets: readonly string[]
  readonly omitted: readonly string[]
}

/** Everything that a call leaves behind, as text. */
interface LeftBehind {
  /** Audit, events, ledger, telemetry. */
  readonly kept: string
  /** What the caller and the approver see besides the result: receipts, errors, dry runs, approvals. */
  readonly shown: string
}

export const secretChecks: readonly OperationCheck[] = [
  {
    name: 'nothing secret is left behind',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const examples = await Promise.all(operation.definition.examples.map((example) => writable(example)))
      assertSearchable(operation)
      // An example is often the recorded input.
      const inputs = new Map([recording.input, ...examples].map((input) => [canonicalJson(input), input]))
      for (const input of inputs.values()) {
        const call = { ...recording, input }
        const hidden = hiddenIn(subject, operation, input)
        assertHidden(hidden, await leftBeforeSending(subject, operation, call))
        assertHidden(hidden, await leftAfter(subject, operation, call, outcomesOf(hidden)))
      }
    },
  },
  {
    name: 'the audit row has no redacted and no omitted field',
    applies: (_, { definition }) => definition.audit !== undefined,
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const { audit } = operation.definition
      for (const example of operation.definition.examples) {
        const session = replay(subject, recording, answers(recording))
        await settle(() => invoke(session, operation, { ...recording, input: example }))
        const row = session.rows().find((each) => each.operation === operation.name)
        assert.ok(row, 'the call has no audit row')
        assert.notEqual(row.input, undefined, 'the audit row has no input')
        for (const path of [...(audit!.redact ?? []), ...(audit!.omit ?? [])]) {
          const held = valueAt(row.input, path.split('.'))
          assert.ok(held === undefined || held === '[redacted]', `the audit row has ${path}: ${JSON.stringify(held)}`)
        }
      }
    },
  },
]

type FailsWith = Reply | TransportError | undefined

/** A success, refusals in which the vendor repeats what it was sent, and a connection failure whose message repeats it. */
function outcomesOf({ secrets, omitted }: Hidden): FailsWith[] {
  const echo = `not with ${[...secrets, ...omitted].join(' or ')}`
  const answer = (status: number, body: unknown): Reply => ({ status, headers: json, body: Buffer.from(JSON.stringify(body)) })
  return [
    undefined,
    answer(400, {
      message: echo,
      error: { message: echo, type: 'refused', code: 'refused' },
      errors: [{ message: echo, code: 'custom' }],
    }),
    answer(400, { ok: false, error: 'refused', error_description: echo, response_metadata: { messages: [echo] }, detail: echo }),
    { status: 502, headers: { 'content-type': 'text/html' }, body: Buffer.from(echo) },
    new TransportError('interrupted', true, echo),
  ]
}

/** Shorter texts occur by chance, so they are not searched for. */
const leastLength = 8

/** A hidden field whose examples are all too short would be searched for in vain. */
function assertSearchable({ definition }: CompiledOperation): void {
  const { redact = [], omit = [] } = definition.audit ?? {}
  for (const path of [...redact, ...omit]) {
    const texts = definition.examples.flatMap((example) => stringsIn(valueAt(example, path.split('.'))))
    const isSearched = texts.length === 0 || texts.some((text) => text.length >= leastLength)
    assert.ok(isSearched, `no example gives ${path} a text of ${leastLength} characters, so that a search for it says something`)
  }
}

function hiddenIn(subject: Subject, { definition }: CompiledOperation, input: unknown): Hidden {
  const stringsAt = (paths: readonly string[] = []): string[] =>
    paths.flatMap((path) => stringsIn(valueAt(input, path.split('.')))).filter((text) => text.length >= leastLength)
  const forms = subject.secrets.flatMap((secret) => [...secretForms(secret)])
  const acquired = 'acquire' in subject.scheme ? [plantedToken] : []
  return { secrets: [...forms, ...acquired, ...stringsAt(definition.audit?.redact)], omitted: stringsAt(definition.audit?.omit) }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/** Gives the recorded answer whatever the input, so that an example needs no recording of its own. */
function answers(recording: Recording, failure?: FailsWith): ReplayScript {
  return {
    instead: (_, index) => (index > 0 ? undefined : (failure ?? replyOf(recording.exchanges[0]!))),
    also: [{ ...recording, exchanges: recording.exchanges.slice(1) }].filter(({ exchanges }) => exchanges.length > 0),
  }
}

/** What a dry run and a call waiting for approval leave behind. */
async function leftBeforeSending(subject: Subject, operation: CompiledOperation, recording: Recording): Promise<LeftBehind> {
  const waiting = replay(subject, recording, {
    telemetry: true,
    policy: { decide: () => ({ effect: 'raise', approval: 'A3', rule: 'contract.asks', reason: 'asked' }) },
  })
  const dryRun = await waiting.client[operation.name]!.dryRun(revive(recording.input), callOf(recording))
  await invoke(waiting, operation, recording)
  const approvals = waiting.store.approvals.pending(tenantId).map(({ input: _input, ...request }) => request)
  return { kept: keptBy(waiting), shown: textOf([dryRun, approvals]) }
}

/** What calls leave behind that succeed, or fail like this. Each is a fresh call with its own key. */
async function leftAfter(
  subject: Subject,
  operation: CompiledOperation,
  recording: Recording,
  outcomes: readonly FailsWith[],
): Promise<LeftBehind> {
  const session = replay(subject, recording, { telemetry: true })
  const shown: string[] = []
  for (const [index, failure] of outcomes.entries()) {
    session.play(recording, answers(recording, failure))
    const idempotencyKey = `${callOf(recording).idempotencyKey}-${index}`
    const { error, receipts } = await invoke(session, operation, recording, { idempotencyKey })
    // A line logger prints the error, a JSON logger its `toJSON`.
    shown.push(textOf(error ?? receipts), JSON.stringify(error ?? null))
  }
  return { kept: keptBy(session), shown: shown.join('\n') }
}

function keptBy({ rows, events, ledger, telemetry }: Replay): string {
  return textsIn([rows(), events(), ledger.proofs, telemetry]).join('\n')
}

function assertHidden({ secrets, omitted }: Hidden, { kept, shown }: LeftBehind): void {
  for (const secret of secrets) {
    assert.ok(!kept.includes(secret), `'${nameOf(secret)}' appears in what is kept:\n${around(kept, secret)}`)
    assert.ok(!shown.includes(secret), `'${nameOf(secret)}' appears in what is shown:\n${around(shown, secret)}`)
  }
  for (const each of omitted) {
    assert.ok(!kept.includes(each), `an omitted field appears in what is kept:\n${around(kept, each)}`)
  }
}

function textOf(value: unknown): string {
  return inspect(value, { depth: 20, maxArrayLength: null, maxStringLength: null, breakLength: Number.POSITIVE_INFINITY })
}

function around(text: string, part: string): string {
  const at = text.indexOf(part)
  return `…${text.slice(Math.max(0, at - 160), at)}<here>${text.slice(at + part.length, at + part.length + 60)}…`
}

/** The start is enough to recognise a planted secret. */
function nameOf(secret: string): string {
  return `${secret.slice(0, 6)}…`
}
