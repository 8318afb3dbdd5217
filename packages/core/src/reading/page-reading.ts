import type { Channel } from '../client/channel.ts'
import type { CommitState } from '../contract/failure.ts'
import type { Attempt } from '../contract/receipt.ts'
import { ConnectorError } from '../error/connector-error.ts'
import { severityOf } from '../error/severity.ts'
import type { Ending } from '../send/ending.ts'
import type { FailureDetails, Sending } from '../send/sending.ts'
import type { CompiledStream } from './compile-stream.ts'
import type { PageRequest } from './page.ts'

/** The sending of one page. It has nothing of a governed call: no key, no claim, no approval. */
export class PageReading implements Sending {
  readonly operation: CompiledStream
  readonly binding: Channel
  readonly input: unknown
  readonly options: { readonly signal?: AbortSignal }
  readonly deadline: number
  readonly span: Sending['span']
  readonly waiting: Sending['waiting']
  attempts: readonly Attempt[] = []
  requests = 0
  commitState: CommitState = 'not_sent'
  firstSentAt: number | undefined = undefined
  lastSentAt: number | undefined = undefined
  vendorRequestId: string | undefined = undefined
  rateLimitRemaining: number | undefined = undefined
  ending: Ending | undefined = undefined
  openedCircuit = false

  constructor(stream: CompiledStream, channel: Channel, request: PageRequest, patienceMs: number) {
    this.operation = stream
    this.binding = channel
    this.input = stream.inputOf(request)
    this.options = request.signal ? { signal: request.signal } : {}
    this.deadline = channel.clock.now() + patienceMs
    this.span = request.span
    this.waiting = request.waiting
  }

  redact<T>(value: T): T {
    return this.binding.redact(value)
  }

  fail(details: FailureDetails): ConnectorError {
    const { binding, operation } = this
    const { vendor } = details
    const commitState = details.commitState ?? 'not_sent'
    return new ConnectorError({
      ...details,
      message: this.redact(details.message),
      vendor: vendor && { ...this.redact(vendor), ...(vendor.code !== undefined && { code: vendor.code }) },
      cause: this.redact(details.cause),
      commitState,
      retryable: details.retryable ?? false,
      severity: severityOf(details.code, commitState, 'R0'),
      connector: binding.vendor.id,
      operation: operation.name,
      tenantId: binding.tenantId,
    })
  }
}
