import type { Call } from '../call/call.ts'
import { PagingViolation } from '../call/next-page.ts'
import { parse } from '../call/validate.ts'
import type { CommitState } from '../contract/failure.ts'
import type { Bytes } from '../contract/wire.ts'
import type { EventsDelivery, Shape } from '../contract/delivery.ts'
import { parseServerSentEvents } from '../http/server-sent-events.ts'
import { isTransportError } from '../http/transport-error.ts'
import type { AttemptOutcome } from './attempt.ts'
import { transportFailure } from './transport-failure.ts'

/** Takes the promised part out of a good answer. Whether it keeps the promise is for `verify`. */
export function readAnswer(call: Call, outcome: Extract<AttemptOutcome, { kind: 'answered' }>): void {
  const { operation, binding } = call
  const { answer, response } = outcome
  const requestId = binding.connector.vendor.requestIdHeader
  if (requestId !== undefined) call.vendorRequestId = answer.headers[requestId]
  call.stream = response.stream && ownStream(call, response.stream)
  switch (operation.delivery) {
    case 'nothing':
      call.picked = undefined
      return
    case 'bytes':
      call.output = bytesOf(call.stream!, answer.headers)
      return
    case 'events':
      call.output = eventsOf(call, call.stream!, operation.definition.output as EventsDelivery<Shape>)
      return
    case undefined:
      call.picked = operation.read(answer)
      if (operation.definition.facts) call.pickedFacts = answer.body
  }
  if (operation.nextPage && Array.isArray(call.picked)) {
    try {
      call.next = operation.nextPage({
        answer,
        items: call.picked,
        input: call.input as Readonly<Record<string, unknown>>,
        cursor: call.options.cursor,
        url: new URL(outcome.request.origin + outcome.request.path),
        basePath: outcome.request.basePath,
        secretQuery: outcome.request.secretQuery,
      })
    } catch (error) {
      if (!(error instanceof PagingViolation)) throw error
      throw call.fail({ code: 'contract_violation', message: error.message, commitState: violated(call) })
    }
    if (call.next !== undefined && call.next === call.options.cursor) {
      throw call.fail({
        code: 'contract_violation',
        message: 'the vendor repeated the cursor: the list would never end',
        commitState: violated(call),
      })
    }
  }
}

/** The commit state after an answer that breaks the contract: a write has still acted. */
function violated({ operation }: Call): CommitState {
  return operation.writes ? 'committed' : 'refused'
}

/** The answer's stream. If it breaks off, it fails with an error of this call, which by then has itself succeeded. */
function ownStream(call: Call, stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          controller.error(brokenOff(call, error))
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function brokenOff(call: Call, error: unknown): unknown {
  if (!isTransportError(error)) return error
  const { writes } = call.operation
  const { code, message, retryable } = transportFailure(error, writes, false)
  const failure = call.fail({ code, message, commitState: violated(call), retryable: retryable && !writes, cause: error })
  failure.receipt = call.receipt
  return failure
}

function bytesOf(stream: ReadableStream<Uint8Array>, headers: Readonly<Record<string, string>>): Bytes {
  const length = Number(headers['content-length'] ?? Number.NaN)
  return { stream, contentType: headers['content-type'], length: Number.isSafeInteger(length) ? length : undefined }
}

async function* eventsOf(
  call: Call,
  stream: ReadableStream<Uint8Array>,
  delivery: EventsDelivery<Shape>,
): AsyncGenerator<unknown> {
  try {
    for await (const event of parseServerSentEvents(stream)) yield promisedEvent(call, event.data, delivery)
  } catch (error) {
    throw brokenOff(call, error)
  }
}

function promisedEvent(call: Call, text: string, delivery: EventsDelivery<Shape>): unknown {
  const violation = (reason: string): Error =>
    call.fail({ code: 'contract_violation', message: `an event of the stream ${reason}`, commitState: violated(call) })
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw violation('is not JSON')
  }
  const parsed = parse(delivery.schema, data)
  if (parsed.issues) throw violation(`misses ${parsed.issues[0]!.path || 'its shape'}`)
  return parsed.data
}
