import { compileTakesCursor } from '../call/apply-cursor.ts'
import { compilePath } from '../call/dotted-path.ts'
import { compileNextPage, type NextPage } from '../call/next-page.ts'
import { compileRequest, type RenderedRequest } from '../call/render-request.ts'
import type { OperationDefinition } from '../contract/operation.ts'
import type { VendorIdentity } from '../contract/vendor-definition.ts'
import type { Sendable } from '../send/sending.ts'
import type { RequestFields, StreamDefinition } from '../streams/stream-definition.ts'
import type { PageRequest } from './page.ts'

/** A stream with everything precomputed that does not depend on a tenant or a page. */
export interface CompiledStream extends Sendable {
  readonly stream: StreamDefinition
  readonly render: (request: PageRequest, cursor: string | undefined) => RenderedRequest
  /** The request fields, as the vendor's paging expects them. */
  readonly inputOf: (request: PageRequest) => Readonly<Record<string, unknown>>
  readonly pick: (body: unknown) => unknown
  readonly nextPage: NextPage | undefined
  readonly takesCursor: (cursor: string) => boolean
}

/** Retries of a page if the vendor states none for its calls: a read changes nothing. */
const defaultRetry = { attempts: 5 } as const

export function compileStream(vendor: VendorIdentity, name: string, stream: StreamDefinition): CompiledStream {
  const { route, page, origin, headers, encode, limits, budget } = stream
  const { defaults } = vendor
  const operation: OperationDefinition = {
    kind: 'query',
    route,
    summary: stream.summary,
    input: stream.record,
    output: stream.record,
    examples: [],
    ...(headers && { headers }),
    ...(encode && { encode }),
    ...(page && { page }),
    ...(limits && { limits }),
    ...(budget !== undefined && { budget }),
    timeoutMs: defaults.timeoutMs,
    totalTimeoutMs: defaults.timeoutMs,
    retry: defaults.retry || defaultRetry,
    sideEffect: 'none',
    approval: 'A0',
    reversibility: 'R0',
    sensitivity: stream.sensitivity,
  }
  const render = compileRequest(operation, vendor)
  const inputOf = compileInput(stream)
  return {
    name: `streams.${name}`,
    definition: operation,
    delivery: undefined,
    maxBytes: undefined,
    writes: false,
    origin: origin ?? Object.keys(vendor.origins)[0]!,
    locate: undefined,
    stream,
    render: (request, cursor) => render(inputOf(request), { idempotencyKey: undefined, cursor }),
    inputOf,
    pick: stream.pick === undefined ? (body) => body : compilePath(stream.pick),
    nextPage: page && compileNextPage(page, route),
    takesCursor: page ? compileTakesCursor(page, route) : () => false,
  }
}

function compileInput({ route, cursor, fields }: StreamDefinition): CompiledStream['inputOf'] {
  const parameters = [...route.matchAll(/\{\+?([^}]+)\}/g)].map((match) => match[1]!)
  return ({ slice, since, until }) => {
    const input: Record<string, unknown> = {}
    for (const name of parameters) input[name] = (slice as RequestFields | undefined)?.[name]
    Object.assign(input, typeof fields === 'function' ? fields({ slice }) : fields)
    if (since !== undefined && cursor?.since !== undefined) input[cursor.since] = since
    if (until !== undefined && cursor?.until !== undefined) input[cursor.until] = until
    return input
  }
}
