import type { Answer, Code, CommitState, TransportError } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { isJson } from '../recording/content.ts'
import type { Reply } from '../replay/scripted-transport.ts'
import type { Subject } from '../replay/subject.ts'

/** What a failure means by the connector's declared facts and the contract's rules, derived without the call path. */
export interface Meaning {
  readonly code: Code
  readonly commitState: CommitState
  readonly retryable: boolean
  /** Milliseconds that the vendor asks to wait. */
  readonly retryAfterMs?: number | undefined
  readonly vendorCode?: string | undefined
}

const passing: ReadonlySet<Code> = new Set(['rate_limited', 'unavailable', 'timeout', 'in_progress'])

/** Undefined for an answer that keeps its promise. */
export function meaningOf(subject: Subject, operation: CompiledOperation, reply: Reply): Meaning | undefined {
  const { status, headers } = reply
  const { failures } = subject.compiled.vendor
  const text = Buffer.from(reply.body ?? []).toString('utf8')
  if (status >= 400) return refusal(subject, operation, { status, headers, body: valueOf(headers, text) ?? (text || undefined) })
  const { delivery, writes } = operation
  if (delivery === 'bytes' || delivery === 'events') return undefined
  const violation: Meaning = { code: 'contract_violation', commitState: writes ? 'committed' : 'refused', retryable: false }
  const body = valueOf(headers, text)
  if (body === undefined && text !== '') {
    const said: Answer = { status, headers, body: text }
    if (failures.failed?.(said)) return refusal(subject, operation, said)
    if (delivery === 'nothing') return undefined
    return writes && !isOfVendor(subject, headers) ? { ...violation, commitState: 'unknown' } : violation
  }
  const answer: Answer = { status, headers, body }
  if (failures.failed?.(answer)) return refusal(subject, operation, answer)
  if (delivery === 'nothing') return undefined
  return accepts(operation, operation.read(answer)) ? undefined : violation
}

/** A page from a gateway in front of the vendor is neither in its format nor has its request id. */
function isOfVendor({ compiled }: Subject, headers: Reply['headers']): boolean {
  const { requestIdHeader } = compiled.vendor
  return isJson(headers) || (requestIdHeader !== undefined && headers[requestIdHeader] !== undefined)
}

/** Whether the promised part of an answer keeps the promise. */
function accepts({ outputSchema }: CompiledOperation, value: unknown): boolean {
  const schema = outputSchema as { safeParse(given: unknown): { success: boolean } } | undefined
  return schema === undefined || schema.safeParse(value).success
}

export function meaningOfConnectionFailure({ reason, sent }: TransportError, { writes }: CompiledOperation): Meaning {
  const commitState = !sent ? 'not_sent' : writes ? 'unknown' : 'refused'
  switch (reason) {
    case 'connect':
    case 'interrupted':
      return { code: 'unavailable', commitState, retryable: true }
    case 'timeout':
      return { code: 'timeout', commitState, retryable: true }
    case 'cancelled':
      return { code: 'cancelled', commitState, retryable: false }
    case 'too_large':
    case 'protocol':
      return { code: 'contract_violation', commitState, retryable: false }
    case 'not_allowed':
      return { code: 'host_not_allowed', commitState, retryable: false }
  }
}

/** A refusal, or an answer that only looks like a success: by the vendor's own code, else by its status. */
function refusal({ compiled }: Subject, { writes }: CompiledOperation, answer: Answer): Meaning {
  const { codes, read } = compiled.vendor.failures
  const said = read(answer)
  const vendorCode = typeof said.code === 'string' ? said.code : undefined
  const meaning = vendorCode !== undefined && Object.hasOwn(codes, vendorCode) ? codes[vendorCode]! : undefined
  const stated = typeof meaning === 'string' ? { code: meaning } : meaning
  const code = stated?.code ?? codeOfStatus(answer.status)
  const mayHaveActed = answer.status >= 500 || answer.status === 408
  return {
    code,
    commitState: writes ? (said.commitState ?? stated?.commitState ?? (mayHaveActed ? 'unknown' : 'refused')) : 'refused',
    retryable: said.retryable ?? stated?.retryable ?? passing.has(code),
    retryAfterMs: said.retryAfterMs,
    vendorCode,
  }
}

function codeOfStatus(status: number): Code {
  switch (status) {
    case 401:
      return 'unauthenticated'
    case 403:
      return 'forbidden'
    case 404:
    case 410:
      return 'not_found'
    case 408:
      return 'timeout'
    case 409:
    case 412:
      return 'conflict'
    case 429:
      return 'rate_limited'
    default:
      return status >= 500 ? 'unavailable' : 'rejected'
  }
}

function valueOf(headers: Reply['headers'], text: string): unknown {
  if (text === '' || (headers['content-type'] !== undefined && !isJson(headers))) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
