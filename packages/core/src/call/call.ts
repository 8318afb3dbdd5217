import { performance } from 'node:perf_hooks'
import type { Actor } from '../contract/classes.ts'
import type { CallOptions } from '../contract/method.ts'
import type { CommitState } from '../contract/failure.ts'
import type { AuditDefinition } from '../contract/operation.ts'
import type { Attempt, ItemOutcome, Receipt } from '../contract/receipt.ts'
import type { Decided } from '../decision/decide.ts'
import { ConnectorError } from '../error/connector-error.ts'
import { createRedactor, type Redactor, stringsAt } from '../telemetry/redaction.ts'
import { severityOf } from '../error/severity.ts'
import type { AuditRow } from '../ports/audit.ts'
import type { ApprovalDecision, ApprovalRequest, GiveBack } from '../ports/approvals.ts'
import type { ClaimRequest } from '../ports/claims.ts'
import type { StandingGrant } from '../ports/standing-approvals.ts'
import type { CallSpan } from '../ports/telemetry.ts'
import type { Binding } from '../client/binding.ts'
import type { Ending } from '../send/ending.ts'
import type { FailureDetails, Sending } from '../send/sending.ts'
import type { CompiledOperation } from './compile.ts'
import { traceable } from './traceable.ts'

/** How a call got past the approval that its class asks for. */
export interface Approved {
  readonly request: ApprovalRequest
  readonly decision: ApprovalDecision
  readonly giveBack: GiveBack | undefined
}

/** One call on its way through the steps. The steps write here; `record` turns it into a receipt. */
export class Call implements Sending {
  readonly id: string
  readonly operation: CompiledOperation
  readonly binding: Binding
  readonly raw: unknown
  readonly options: CallOptions & { readonly cursor?: string }
  readonly actor: Actor
  readonly correlationId: string | undefined
  readonly causationId: string | undefined
  readonly startedAt: number
  readonly deadline: number
  /** Monotonic start in milliseconds, for durations. */
  readonly started: number
  readonly keyGiven: boolean
  readonly idempotencyKey: string | undefined
  readonly approved: Approved | undefined

  /** The span of the whole call, parent of its requests' spans. */
  span: CallSpan | undefined = undefined
  input: unknown = undefined
  argumentsHash: string | undefined = undefined
  decided: Decided | undefined = undefined
  decidedBy = ''
  /** The approval that this call requested, unless an earlier call already had. */
  asked: ApprovalRequest | undefined = undefined
  /** The share of a standing approval that this call has taken. */
  standing: StandingGrant | undefined = undefined
  /** The claim that this call holds, once it does. */
  claimed: ClaimRequest | undefined = undefined
  /** When the vendor may first have been reached under this key. */
  firstSentAt: number | undefined = undefined
  /** When the vendor may last have been reached. */
  lastSentAt: number | undefined = undefined
  proofId: string | undefined = undefined
  attempts: readonly Attempt[] = noAttempts
  /** Requests handed to the transport, including redirects and those refused for their token. */
  requests = 0
  commitState: CommitState = 'not_sent'
  replayed: Receipt | undefined = undefined
  /** The effect already existed before this call sent anything that may have acted. */
  wasThere = false
  openedCircuit = false
  /** Its last answer was a refusal that is recognisably the vendor's own. */
  refusedByVendor = false
  /** The promised part of the answer, before and after it is checked against the contract. */
  picked: unknown = undefined
  output: unknown = undefined
  /** The stream of an answer that is delivered as it arrives. */
  stream: ReadableStream<Uint8Array> | undefined = undefined
  next: string | undefined = undefined
  /** Facts about the page as a whole, before and after they are checked. */
  pickedFacts: unknown = undefined
  facts: unknown = undefined
  items: readonly ItemOutcome[] | undefined = undefined
  vendorRequestId: string | undefined = undefined
  rateLimitRemaining: number | undefined = undefined
  ending: Ending | undefined = undefined
  error: ConnectorError | undefined = undefined
  auditId: string | undefined = undefined
  receipt: Receipt | undefined = undefined

  /** The entity the call was about; undefined where the call failed before that was known. Set by `record`. */
  entity: AuditRow['entity'] = undefined
  #failures: ConnectorError[] | undefined = undefined
  #shownInput: unknown = undefined
  #hides: { readonly from: unknown; readonly redact: Redactor | undefined } | undefined = undefined

  constructor(
    operation: CompiledOperation,
    binding: Binding,
    raw: unknown,
    options: CallOptions & { readonly cursor?: string },
    startedAt: number,
    id: string,
    approved?: Approved,
  ) {
    const { definition } = operation
    const { context } = binding
    this.id = id
    this.operation = operation
    this.binding = binding
    this.raw = raw
    this.options = options
    this.approved = approved
    this.actor = approved?.request.actor ?? options.actor ?? context.actor ?? nobody
    // An id that no event can carry is left out of every record: the call is refused because of it.
    this.correlationId = traceable(approved?.request.correlationId ?? options.correlationId ?? context.correlationId)
    this.causationId = traceable(options.causationId ?? context.causationId)
    this.startedAt = startedAt
    this.started = performance.now()
    const total = binding.tune.totalTimeoutMs ?? definition.totalTimeoutMs
    this.deadline = this.startedAt + (options.timeoutMs === undefined ? total : Math.min(options.timeoutMs, total))
    const given = approved?.request.idempotencyKey ?? options.idempotencyKey
    this.keyGiven = given !== undefined
    this.idempotencyKey = operation.writes ? (given ?? id) : undefined
  }

  /** The input without what a policy, an approver and audit may not see. */
  get shownInput(): unknown {
    return (this.#shownInput ??= this.operation.shown(this.input))
  }

  /**
   * A value without the connection's secrets and without the input that audit may not hold: vendors repeat refused values in
   * their errors.
   */
  redact<T>(value: T): T {
    const known = this.binding.redact(value)
    const { audit } = this.operation.definition
    const hiding = audit && (audit.redact || audit.omit) && this.#hiding(audit)
    return hiding ? hiding(known) : known
  }

  /** Built once for the raw input and once for the parsed one: with telemetry every request needs it. */
  #hiding({ redact = [], omit = [] }: AuditDefinition): Redactor | undefined {
    const from = this.input ?? this.raw
    if (!this.#hides || this.#hides.from !== from) {
      const hidden = [...redact, ...omit].flatMap((path) => stringsAt(from, path.split('.')))
      this.#hides = { from, redact: hidden.length === 0 ? undefined : createRedactor(hidden) }
    }
    return this.#hides.redact
  }

  fail(details: FailureDetails): ConnectorError {
    const commitState = details.commitState ?? 'not_sent'
    const { binding, operation } = this
    const { vendor } = details
    const failure = new ConnectorError({
      ...details,
      message: this.redact(details.message),
      // Of the other fields, codes are compared and the request id is the vendor's own.
      // A declared code is the connector's word, whatever the input says.
      vendor: vendor && { ...this.redact(vendor), ...(vendor.code !== undefined && { code: vendor.code }) },
      cause: this.redact(details.cause),
      commitState,
      retryable: details.retryable ?? false,
      severity: severityOf(details.code, commitState, operation.definition.reversibility),
      connector: binding.connector.id,
      operation: operation.name,
      tenantId: binding.tenantId,
      correlationId: this.correlationId,
      idempotencyKey: this.idempotencyKey,
    })
    ;(this.#failures ??= []).push(failure)
    return failure
  }

  /** True for an error of this call. A port may itself call through a facade, and throw that call's error. */
  isOwn(error: unknown): error is ConnectorError {
    return this.#failures !== undefined && this.#failures.includes(error as ConnectorError)
  }
}

const noAttempts: readonly Attempt[] = []

/** No actor was given: use the least privileged one. */
const nobody: Actor = { type: 'observer_agent', id: 'unstated' }
