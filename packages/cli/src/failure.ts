import { type ConnectorError, isConnectorError } from '@portico/core'
import { type ExitCode, exitCode } from './exit-code.ts'
import { Interrupted, OutputClosed } from './io.ts'
import { Mistake } from './mistake.ts'
import { oneLine } from './terminal/text.ts'

/** A failure as the command reports it. */
export interface Told {
  readonly exitCode: ExitCode
  /** One line for people: what, where, and a hint. Undefined if there is nothing to say. */
  readonly line: string | undefined
  /** Further facts, such as commit state and key. */
  readonly details: readonly string[]
  /** For `--json`. */
  readonly document: Readonly<Record<string, unknown>> | undefined
}

/** A failed call, with what only its command knows. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  override readonly cause: ConnectorError
  /** The connector's name in commands and configuration, which may differ from its id. */
  readonly connector: string
  /** Whether the configuration has a store, in which approvals outlive the command. */
  readonly keepsApprovals: boolean

  constructor(cause: ConnectorError, connector: string, keepsApprovals: boolean) {
    super(cause.message, { cause })
    this.cause = cause
    this.connector = connector
    this.keepsApprovals = keepsApprovals
  }
}

/** Explains a failure to the person and to a script. `signal` tells whether the person interrupted it. */
export function tell(error: unknown, signal: AbortSignal): Told {
  if (isEnough(error, signal)) return { exitCode: exitCode.ok, line: undefined, details: [], document: undefined }
  if (error instanceof Mistake) return toldMistake(error)
  if (error instanceof CallFailure) return toldCall(error.cause, error.connector, error.keepsApprovals)
  if (isConnectorError(error)) return toldCall(error, error.connector, false)
  if (isRefusal(error)) {
    const usage = mistakenCodes.has(error.code)
    const document = { code: error.code, message: error.message }
    return { exitCode: usage ? exitCode.usage : exitCode.refused, line: oneLine(error.message), details: [], document }
  }
  if (isAuthorizationError(error)) {
    const document = { code: error.code, message: error.message }
    return { exitCode: exitCode.usage, line: oneLine(error.message), details: [], document }
  }
  if (signal.aborted || error instanceof Interrupted) {
    const document = { code: 'interrupted', message: 'interrupted' }
    return { exitCode: exitCode.interrupted, line: 'interrupted', details: [], document }
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : 'something that is not an Error was thrown'
  return {
    exitCode: exitCode.internal,
    line: `${oneLine(message)}; this is a bug in portico: please report it (PORTICO_DEBUG=1 shows where)`,
    details: [],
    document: { code: 'internal', message },
  }
}

/** The reader of our output has gone: there is nobody left to tell anything. */
function isEnough(error: unknown, signal: AbortSignal): boolean {
  if (error instanceof OutputClosed || (error as NodeJS.ErrnoException | null)?.code === 'EPIPE') return true
  if (!signal.aborted || !(signal.reason instanceof OutputClosed)) return false
  const call = error instanceof CallFailure ? error.cause : error
  return !isConnectorError(call) || (call.code === 'cancelled' && exitCodeOf(call) === exitCode.interrupted)
}

function toldMistake(error: Mistake): Told {
  const { code, field, message, hint } = error
  const line = oneLine(`${field}: ${message}; ${hint}`)
  return { exitCode: exitCode.usage, line, details: [], document: { code, field, message, hint } }
}

function toldCall(error: ConnectorError, connector: string, keepsApprovals: boolean): Told {
  const code = exitCodeOf(error)
  const hint = hintOf(error, connector, code)
  const vendor = [
    error.code,
    ...(error.vendor?.status === undefined ? [] : [`HTTP ${error.vendor.status}`]),
    ...((error.vendor?.code ?? error.vendor?.undeclaredCode) ? [error.vendor.code ?? error.vendor.undeclaredCode] : []),
  ].join(', ')
  const message = error.message.replace(`${error.connector}.`, `${connector}.`)
  const line = oneLine(`${message} (${vendor})${hint === undefined ? '' : `; ${hint}`}`)
  const { name: _name, ...document } = error.toJSON()
  const field = error.issues[0]?.path
  return {
    exitCode: code,
    line,
    // If nothing left this machine, one line says it all.
    details: code === exitCode.usage ? [] : detailsOf(error, keepsApprovals),
    document: { ...document, ...(field !== undefined && { field }), ...(hint !== undefined && { hint }) },
  }
}

/** The exit code for a failed call. */
export function exitCodeOf({ code, commitState }: Pick<ConnectorError, 'code' | 'commitState'>): ExitCode {
  if (commitState === 'unknown' || commitState === 'committed') return exitCode.outcomeUnknown
  switch (code) {
    case 'approval_required':
      return exitCode.approvalRequired
    case 'cancelled':
      return exitCode.interrupted
    case 'invalid_input':
    case 'idempotency_conflict':
      return exitCode.usage
    case 'unauthenticated':
    case 'host_not_allowed':
      return commitState === 'not_sent' ? exitCode.usage : exitCode.refused
    case 'unavailable':
    case 'timeout':
      return commitState === 'not_sent' ? exitCode.usage : exitCode.tryLater
    case 'rate_limited':
    case 'in_progress':
      return exitCode.tryLater
    default:
      return exitCode.refused
  }
}

function hintOf(error: ConnectorError, connector: string, code: ExitCode): string | undefined {
  const { operation } = error
  switch (error.code) {
    case 'invalid_input':
      return error.commitState === 'not_sent' ? `portico describe ${connector}.${operation} shows what it takes` : undefined
    case 'idempotency_conflict':
      return 'take another --key'
    case 'unauthenticated':
      return `check the credentials with portico auth list, or run portico auth login ${connector}`
    case 'host_not_allowed':
      return code === exitCode.usage ? `check origins.${connector} in portico.config.ts` : undefined
    case 'unavailable':
    case 'timeout':
      // A store error's own message already says what to do.
      if (code !== exitCode.usage || isOfStore(error.cause)) return undefined
      return `nothing was sent: check the network, HTTPS_PROXY and origins.${connector} in portico.config.ts`
    default:
      return undefined
  }
}

const states = {
  not_sent: 'nothing was sent',
  refused: 'the vendor did nothing',
  unknown: 'the vendor may have acted',
  committed: 'the vendor acted',
} as const

function detailsOf(error: ConnectorError, keepsApprovals: boolean): string[] {
  const { commitState, idempotencyKey, vendor, receipt, retryAfterMs, approval } = error
  const facts = [
    `commit state ${commitState} (${states[commitState]})`,
    ...(idempotencyKey === undefined ? [] : [`key ${idempotencyKey}`]),
    ...(vendor?.requestId === undefined ? [] : [`request ${oneLine(vendor.requestId)}`]),
    ...(receipt && receipt.attempts.length > 1 ? [`${receipt.attempts.length} attempts`] : []),
    ...(retryAfterMs === undefined ? [] : [`try again in ${Math.ceil(retryAfterMs / 1_000)} s`]),
  ]
  return [
    facts.join(' · '),
    ...(approval && keepsApprovals && error.code === 'approval_required' ? [`portico approvals show ${approval.id}`] : []),
    ...(approval && !keepsApprovals
      ? ['there is no store to keep the request in, so it ends here: set PORTICO_STORE, or store in portico.config.ts']
      : []),
  ]
}

// Governance is an optional peer, so its errors are recognised by their brand.
const refusalBrands = ['approval', 'incident', 'event', 'key'].map((name) => Symbol.for(`portico.${name}-error`))
/** Codes caused by the command line: what was given, or by whom. */
const mistakenCodes: ReadonlySet<string> = new Set([
  'invalid_input',
  'changed',
  'no_reason',
  'not_a_person',
  'past',
  'no_keys',
  'malformed_keys',
  'unknown_key',
  'wrong_key',
])

function isRefusal(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && refusalBrands.some((brand) => brand in error)
}

const storeBrand = Symbol.for('portico.store-error')

function isOfStore(cause: unknown): boolean {
  return cause instanceof Error && storeBrand in cause
}

// Core brands its errors with this symbol, so that several copies of core recognise each other's.
const authorizationBrand = Symbol.for('portico.authorization-error')

function isAuthorizationError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && authorizationBrand in error
}
