import type { Channel } from '../client/channel.ts'
import { PagingViolation } from '../call/next-page.ts'
import { isConnectorError } from '../error/connector-error.ts'
import { connected, renderedBy } from '../send/connected.ts'
import { endingWords } from '../send/ending.ts'
import { type Answered, exchange } from '../send/exchange.ts'
import type { CompiledStream } from './compile-stream.ts'
import { PageReading } from './page-reading.ts'
import type { PageRequest, StreamPage } from './page.ts'

/** Reads one page, with the retries that the vendor allows. Throws a ConnectorError. */
export async function readPage(
  stream: CompiledStream,
  channel: Channel,
  request: PageRequest,
  patienceMs: number,
): Promise<StreamPage> {
  const reading = new PageReading(stream, channel, request, patienceMs)
  const { cursor } = request
  if (cursor !== undefined && !stream.takesCursor(cursor)) {
    throw reading.fail({ code: 'invalid_input', message: 'cursor: not one that this stream returned' })
  }
  const connection = await connected(reading)
  const rendered = renderedBy(reading, () => stream.render(request, cursor))
  try {
    const read = (_: PageReading, answered: Answered): StreamPage => pageOf(stream, reading, answered, cursor)
    return (await exchange(reading, connection, rendered, read))!
  } catch (error) {
    const status = isConnectorError(error) ? error.vendor?.status : undefined
    if (status === undefined || !stream.stream.emptyOn?.includes(status)) throw error
    return {
      ...nothing,
      attempts: reading.attempts,
      vendorRequestId: reading.vendorRequestId,
      rateLimitRemaining: reading.rateLimitRemaining,
      ending: endingIn(reading),
    }
  }
}

function endingIn({ ending, binding }: PageReading): string | undefined {
  return ending && endingWords(ending, binding.clock.now())
}

const nothing = { records: [], next: undefined, bytes: 0 } as const

function pageOf(stream: CompiledStream, reading: PageReading, answered: Answered, cursor: string | undefined): StreamPage {
  const { answer, response, request } = answered
  const { requestIdHeader } = reading.binding.vendor
  const violation = (message: string) => reading.fail({ code: 'contract_violation', message, commitState: 'refused' })
  const picked = stream.pick(answer.body)
  if (!Array.isArray(picked)) {
    const where = stream.stream.pick === undefined ? 'the answer is' : `${stream.stream.pick} of the answer is`
    throw violation(`the vendor's answer has drifted from the contract: ${where} not a list`)
  }
  let next: string | undefined
  try {
    next = stream.nextPage?.({
      answer,
      items: picked,
      input: reading.input as Readonly<Record<string, unknown>>,
      cursor,
      url: new URL(request.origin + request.path),
      basePath: request.basePath,
      secretQuery: request.secretQuery,
    })
  } catch (error) {
    if (!(error instanceof PagingViolation)) throw error
    throw violation(error.message)
  }
  if (next !== undefined && next === cursor) {
    throw violation('the vendor gives the same cursor again: the stream would never end')
  }
  return {
    records: picked,
    next,
    bytes: response.bytes?.byteLength ?? Buffer.byteLength(response.text),
    attempts: reading.attempts,
    vendorRequestId: requestIdHeader === undefined ? undefined : answer.headers[requestIdHeader],
    rateLimitRemaining: reading.rateLimitRemaining,
    ending: endingIn(reading),
  }
}
