import type { Approval, Severity } from '../contract/classes.ts'
import type { AnyConnector, Connector } from '../contract/connector.ts'
import type { TypesOf } from '../contract/client.ts'
import type { Code, CommitState } from '../contract/failure.ts'
import type { Receipt } from '../contract/receipt.ts'
import type { VendorTypes } from '../contract/vendor-definition.ts'

// Two copies of core in one process still know each other's errors.
const brand = Symbol.for('portico.connector-error')

/** One problem with the input: the field's dotted path and what to fix. */
export interface InputIssue {
  readonly path: string
  readonly message: string
}

/** The vendor's side of a failure. */
export interface VendorFailure<VendorCode extends string = string> {
  /** HTTP status; absent when no answer came. */
  readonly status?: number
  /** A code that the connector declares; any other is in `undeclaredCode`. */
  readonly code?: VendorCode
  readonly undeclaredCode?: string
  readonly message?: string
  readonly requestId?: string
}

export interface ConnectorErrorDetails {
  readonly code: Code
  readonly message: string
  readonly commitState: CommitState
  readonly retryable: boolean
  readonly severity: Severity
  readonly connector: string
  readonly operation: string
  readonly tenantId: string
  readonly retryAfterMs?: number | undefined
  readonly vendor?: VendorFailure | undefined
  readonly issues?: readonly InputIssue[] | undefined
  readonly approval?: { readonly id: string; readonly requires: Approval; readonly expiresAt: string } | undefined
  readonly correlationId?: string | undefined
  readonly idempotencyKey?: string | undefined
  readonly cause?: unknown
}

// Enough for a person. A vendor may answer with megabytes, which would end up in every log, span and report.
const longestText = 2_000
/** The end of a message says what to do about the failure, so it is kept. */
const longestEnd = 200

function bounded(text: string): string {
  if (text.length <= longestText) return text
  return `${text.slice(0, longestText - longestEnd)} … ${text.slice(-longestEnd)}`.toWellFormed()
}

function boundedVendor(vendor: VendorFailure): VendorFailure {
  const { message, undeclaredCode } = vendor
  return {
    ...vendor,
    ...(message !== undefined && { message: bounded(message) }),
    ...(undeclaredCode !== undefined && { undeclaredCode: bounded(undeclaredCode) }),
  }
}

/** The one error of every call. It says what happened at the vendor, and whether and when to try again. */
export class ConnectorError<VendorCode extends string = string> extends Error {
  override readonly name = 'ConnectorError'
  readonly code: Code
  readonly commitState: CommitState
  /** True when the same call may be made again under the same key, or with the same token if a person approved it. */
  readonly retryable: boolean
  /** Milliseconds to wait before retrying, when the vendor or the circuit says so. */
  readonly retryAfterMs: number | undefined
  readonly severity: Severity
  readonly connector: string
  readonly operation: string
  readonly tenantId: string
  readonly vendor: VendorFailure<VendorCode> | undefined
  readonly issues: readonly InputIssue[]
  /** With `approval_required`: the stored request that is waiting for a person. */
  readonly approval: ConnectorErrorDetails['approval']
  readonly correlationId: string | undefined
  readonly idempotencyKey: string | undefined
  /** Set once the call has been recorded. */
  receipt: Receipt | undefined
  readonly [brand] = true

  constructor(details: ConnectorErrorDetails) {
    super(
      `${details.connector}.${details.operation}: ${bounded(details.message)}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    )
    this.code = details.code
    this.commitState = details.commitState
    this.retryable = details.retryable
    this.retryAfterMs = details.retryAfterMs
    this.severity = details.severity
    this.connector = details.connector
    this.operation = details.operation
    this.tenantId = details.tenantId
    this.vendor = details.vendor && (boundedVendor(details.vendor) as VendorFailure<VendorCode>)
    this.issues = details.issues ?? []
    this.approval = details.approval
    this.correlationId = details.correlationId
    this.idempotencyKey = details.idempotencyKey
    this.receipt = undefined
  }

  toJSON(): Record<string, unknown> {
    const { name, message, code, commitState, retryable, retryAfterMs, severity, connector, operation, tenantId } = this
    const { vendor, issues, approval, correlationId, idempotencyKey, receipt } = this
    return {
      name,
      message,
      code,
      commitState,
      retryable,
      retryAfterMs,
      severity,
      connector,
      operation,
      tenantId,
      vendor,
      issues,
      approval,
      correlationId,
      idempotencyKey,
      receipt,
    }
  }
}

/** True for an error of any connector, or of the given one: then `vendor.code` is the union of its declared codes. */
export function isConnectorError(error: unknown): error is ConnectorError
export function isConnectorError<C extends Connector<VendorTypes, object>>(
  error: unknown,
  connector: C,
): error is ConnectorError<TypesOf<C>['code']>
export function isConnectorError(error: unknown, connector?: Pick<AnyConnector, 'vendor'>): boolean {
  if (!(error instanceof Error) || !(brand in error)) return false
  return connector === undefined || (error as ConnectorError).connector === connector.vendor.id
}
