import type { Channel, Drawing } from '../client/channel.ts'
import type { Delivery } from '../contract/delivery.ts'
import type { CommitState } from '../contract/failure.ts'
import type { OperationDefinition } from '../contract/operation.ts'
import type { Attempt } from '../contract/receipt.ts'
import type { ConnectorError, ConnectorErrorDetails } from '../error/connector-error.ts'
import type { CallSpan } from '../ports/telemetry.ts'
import type { Ending } from './ending.ts'

/** What sending needs to know about an operation or a stream. */
export interface Sendable extends Drawing {
  readonly definition: Drawing['definition'] &
    Pick<OperationDefinition, 'route' | 'timeoutMs' | 'totalTimeoutMs' | 'decode' | 'retry'>
  readonly delivery: Delivery['~deliver'] | undefined
  /** Largest answer in bytes; undefined to use the vendor's limit. */
  readonly maxBytes: number | undefined
  readonly writes: boolean
  readonly origin: string
  /** Where the vendor gave the whole URL: reads that URL from the input. */
  readonly locate: ((input: unknown) => string) | undefined
}

/** A failure's own details; the sending adds which call it belongs to. */
export type FailureDetails = Pick<ConnectorErrorDetails, 'code' | 'message'> &
  Partial<Omit<ConnectorErrorDetails, 'connector' | 'operation' | 'tenantId' | 'correlationId' | 'idempotencyKey' | 'severity'>>

/** One request on its way to the vendor, retries included: a governed call's, or a page's of the data plane. */
export interface Sending {
  readonly operation: Sendable
  readonly binding: Channel
  readonly input: unknown
  readonly options: { readonly signal?: AbortSignal }
  /** Epoch milliseconds. */
  readonly deadline: number
  readonly span: CallSpan | undefined
  /** Called with the milliseconds before waiting for the vendor's limit. */
  readonly waiting?: ((ms: number) => void) | undefined
  attempts: readonly Attempt[]
  /** Requests handed to the transport, including redirects and those refused for their token. */
  requests: number
  commitState: CommitState
  /** When the vendor may first have been reached. */
  firstSentAt: number | undefined
  /** When it may last have been reached: whatever it does with a request, it has begun by then. */
  lastSentAt: number | undefined
  vendorRequestId: string | undefined
  rateLimitRemaining: number | undefined
  /** The vendor's deprecation notice, if there is one. */
  ending: Ending | undefined
  /** True if its failure opened the circuit, which stops further requests to the vendor. */
  openedCircuit: boolean
  redact<T>(value: T): T
  fail(details: FailureDetails): ConnectorError
}
