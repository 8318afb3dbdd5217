import assert from 'node:assert/strict'
import { isConnectorError } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { firstPage, type OperationCheck } from '../checks/check.ts'
import { meaningOf } from '../facts/meaning.ts'
import type { Recording } from '../recording/recording.ts'
import { revive } from '../recording/recorded-input.ts'
import { callOf, settle } from '../replay/invoke.ts'
import { type Replay, replay } from '../replay/replay.ts'
import type { Reply } from '../replay/scripted-transport.ts'
import type { Subject } from '../replay/subject.ts'
import { pageWithNext, pageWithoutNext } from './page-with-next.ts'

const refusedToken: Reply = { status: 401, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') }

const isPaged = (_: unknown, { nextPage }: CompiledOperation): boolean => nextPage !== undefined

/** Reads pages to the end, or up to a number that no check needs. */
async function readPages(session: Replay, { name }: CompiledOperation, recording: Recording) {
  return settle(async () => {
    let pages = 0
    for await (const _ of session.client[name]!.pages(revive(recording.input), callOf(recording))) {
      pages++
      assert.ok(pages < 10, 'the list does not end')
    }
    return { output: pages, receipts: [] }
  })
}

export const pagingFaults: readonly OperationCheck[] = [
  {
    name: 'fault: a repeated cursor',
    // A page number or an offset counts up by itself: a vendor can't repeat it.
    applies: (subject, operation) => isPaged(subject, operation) && !['number', 'offset'].includes(operation.definition.page!.by),
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const page = pageWithNext(subject, operation, recording)
      const session = replay(subject, recording, { instead: () => page })
      const { error } = await readPages(session, operation, recording)
      assert.deepEqual(
        { code: error?.code, commitState: error?.commitState },
        { code: 'contract_violation', commitState: 'refused' },
      )
    },
  },
  {
    name: 'fault: the token expires between two pages',
    applies: isPaged,
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const first = pageWithNext(subject, operation, recording)
      const last = pageWithoutNext(subject, operation, recording)
      const session = replay(subject, recording, {
        instead: (_, index) => (index === 0 ? first : index === 1 ? refusedToken : last),
      })
      const outcome = await readPages(session, operation, recording)
      assertRefusedToken(subject, operation, session, outcome.error, 2)
      if (!outcome.error) assert.equal(outcome.output, 2, 'pages')
    },
  },
  {
    name: 'fault: the token is refused',
    async run(subject, operation, given) {
      const recording = firstPage(operation, given)
      const session = replay(subject, recording, { instead: (_, index) => (index === 0 ? refusedToken : undefined) })
      const { error } = await settle(async () => {
        const start = operation.job ? 'start' : 'detailed'
        const method = session.client[operation.name] as unknown as Record<
          string,
          (input: unknown, call: object) => Promise<unknown>
        >
        await method[start]!(revive(recording.input), callOf(recording))
        return { receipts: [] }
      })
      assertRefusedToken(subject, operation, session, error, 1)
    },
  },
]

/** If another token can be had, the call continues with it; otherwise its error says what the refusal means. */
function assertRefusedToken(
  subject: Subject,
  operation: CompiledOperation,
  session: Replay,
  error: unknown,
  sendings: number,
): void {
  session.assertMatched()
  const renews = 'acquire' in subject.scheme && operation.locate === undefined
  if (renews) {
    if (error !== undefined) throw error
    const [refused, renewed] = session.sent.slice(sendings - 1)
    assert.ok(refused && renewed, 'the request was not sent again with a new token')
    assert.notDeepEqual(renewed.headers, refused.headers, 'the second sending carries the refused token')
    return
  }
  const meaning = meaningOf(subject, operation, refusedToken)!
  assert.ok(isConnectorError(error), 'a refused token is not an error')
  const found = { code: error.code, commitState: error.commitState, sendings: session.sent.length }
  assert.deepEqual(found, { code: meaning.code, commitState: meaning.commitState, sendings })
  if (meaning.vendorCode === undefined) assert.equal(error.code, 'unauthenticated')
}
