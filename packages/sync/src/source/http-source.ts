import { hash } from 'node:crypto'
import { ConnectorError, isConnectorError } from '@portico/core'
import { openReading, type PageRequest, type Reading, type ReadingOptions, type StreamPage } from '@portico/core/reading'
import type { Source } from '@portico/core/streams'
import type { ReadPage, SliceReading, SourceReader } from './source-reader.ts'

/** How often a page is requested again whose response was cut off or is malformed, before the sync gives up. */
const tornAttempts = 3

/** A longer cursor is remembered by its hash, which takes longer to compute than anything else done with a page's cursor. */
const longestMark = 64

/** Reads a vendor's HTTP API through core: its credentials, budgets, circuit, retries and host pinning. */
export function httpSource(source: Source<object>, options: ReadingOptions): SourceReader & AsyncDisposable {
  const reading = openReading(source, options)
  return {
    source,
    tenantId: options.tenantId,
    account: options.account ?? 'default',
    pages: (slice) => pagesOf(reading, { connector: source.vendor.id, tenantId: options.tenantId }, slice),
    redact: (value) => reading.redact(value),
    close: () => reading.close(),
    [Symbol.asyncDispose]: () => reading.close(),
  }
}

interface Owner {
  readonly connector: string
  readonly tenantId: string
}

async function* pagesOf(reading: Reading, owner: Owner, from: SliceReading): AsyncGenerator<ReadPage> {
  const { stream, slice, since, until, signal } = from
  const seen = new Set<string>()
  let waitedMs = 0
  const waiting = (ms: number): void => {
    waitedMs += ms
    from.waiting(ms)
  }
  let cursor = from.next
  for (;;) {
    const request: PageRequest = {
      slice,
      signal,
      waiting,
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(cursor !== undefined && { cursor }),
    }
    const page = await untorn(reading, stream, request)
    const { records, next, bytes, ending } = page
    if (next !== undefined) {
      // A slice may have a hundred thousand pages.
      const mark = next.length > longestMark ? hash('sha256', next, 'base64') : next
      if (seen.has(mark)) throw repeated(owner, stream)
      seen.add(mark)
    }
    yield { records, next, bytes, waitedMs, ...(ending !== undefined && { ending }) }
    waitedMs = 0
    if (next === undefined) return
    cursor = next
  }
}

async function untorn(reading: Reading, stream: string, request: PageRequest): Promise<StreamPage> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await reading.page(stream, request)
    } catch (error) {
      // A read changes nothing, and a response that was torn in transit is whole the next time.
      if (attempt >= tornAttempts || !isConnectorError(error) || error.code !== 'contract_violation') throw error
    }
  }
}

function repeated(owner: Owner, stream: string): ConnectorError {
  return new ConnectorError({
    code: 'contract_violation',
    message: 'the vendor returned an earlier cursor again: the stream would never end',
    commitState: 'refused',
    retryable: false,
    severity: 'V2',
    operation: `streams.${stream}`,
    ...owner,
  })
}
