import { canonicalJson } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { bytesOf } from '../recording/content.ts'
import type { Recording } from '../recording/recording.ts'
import { callOf } from '../replay/invoke.ts'
import { replyOf } from '../replay/replay.ts'
import type { Subject } from '../replay/subject.ts'
import { meaningOf } from './meaning.ts'
import { parsedInput } from './parsed-input.ts'
import { withValueAt } from './value-at.ts'

/** Recordings of the query of a `lookup`, for the recorded call of its command. */
export interface LookupAnswers {
  readonly find: CompiledOperation
  /** The input that the lookup renders. */
  readonly input: unknown
  readonly found: Recording | undefined
  readonly absent: Recording | undefined
}

/** Undefined for an operation that does not look before it sends again. */
export function lookupAnswers(subject: Subject, operation: CompiledOperation, recording: Recording): LookupAnswers | undefined {
  const { idempotency } = operation.definition
  if (idempotency?.by !== 'lookup') return undefined
  const find = Object.values(subject.compiled.operations).find((each) => each.definition === idempotency.find.definition)
  if (!find) throw new Error(`${operation.name}: the query of its lookup is not an operation of the connector`)
  const call = { input: parsedInput(operation, recording) as never, idempotencyKey: callOf(recording).idempotencyKey! }
  const input = idempotency.input(call)
  const wanted = canonicalJson(parsedInput(find, { input }))
  const answers = subject.recordings.filter(
    (each) => each.operation === find.name && canonicalJson(parsedInput(find, each)) === wanted,
  )
  const isAbsent = (each: Recording): boolean => {
    if (each.error !== undefined) return each.error.code === idempotency.absent
    return idempotency.found({ ...call, output: outputOf(find, each) as never }) === undefined
  }
  const found = answers.find((each) => each.error === undefined && !isAbsent(each))
  const absent = answers.find(isAbsent) ?? emptied(subject, find, found, idempotency.absent)
  return { find, input, found, absent: absent && underItsId(subject, absent) }
}

/** Adds a request id, which an emulator may leave out: without one, a refusal does not count as the vendor's own. */
function underItsId({ compiled }: Subject, recording: Recording): Recording {
  const { requestIdHeader } = compiled.vendor
  if (requestIdHeader === undefined) return recording
  const exchanges = recording.exchanges.map(({ request, response }) => ({
    request,
    response: { ...response, headers: { [requestIdHeader]: 'of-the-vendor', ...response.headers } },
  }))
  return { ...recording, exchanges }
}

function outputOf(find: CompiledOperation, { exchanges }: Recording): unknown {
  const { response } = exchanges[0]!
  const picked = find.read({ status: response.status, headers: response.headers, body: response.body })
  return (find.outputSchema as unknown as { parse(value: unknown): unknown }).parse(picked)
}

/** "Not there", made from "there": an empty list, or the vendor's 404 if the lookup accepts that. */
function emptied(
  subject: Subject,
  find: CompiledOperation,
  found: Recording | undefined,
  absent: 'not_found' | undefined,
): Recording | undefined {
  if (!found) return undefined
  const [exchange] = found.exchanges as [Recording['exchanges'][number]]
  const { response } = exchange
  if (absent !== undefined) {
    const missing = { status: 404, headers: { 'content-type': 'application/json' }, body: {} }
    const made = { ...found, exchanges: [{ ...exchange, response: missing }] }
    return meaningOf(subject, find, replyOf(made.exchanges[0]!))?.code === absent ? made : undefined
  }
  const picked = find.read({ status: response.status, headers: response.headers, body: response.body })
  if (!Array.isArray(picked) || bytesOf(response) === undefined) return undefined
  const body = withValueAt(response.body, find.definition.pick?.split('.') ?? [], [])
  return { ...found, exchanges: [{ ...exchange, response: { ...response, body } }] }
}
