import type { Answer, Code, CommitState, Failures } from '../contract/failure.ts'
import type { VendorFailure } from '../error/connector-error.ts'

/** A failure in our words: what it is, whether the vendor acted, and whether sending again can help. */
export interface Classified {
  readonly code: Code
  readonly commitState: CommitState
  readonly retryable: boolean
  readonly retryAfterMs?: number | undefined
  readonly message: string
  readonly vendor?: VendorFailure | undefined
  /** Whether the answer is recognisably the vendor's own: a gateway in front of it answers too. */
  readonly byVendor?: boolean
  readonly cause?: unknown
}

function codeOfStatus(status: number): Code {
  if (status === 401) return 'unauthenticated'
  if (status === 403) return 'forbidden'
  if (status === 404 || status === 410) return 'not_found'
  if (status === 408) return 'timeout'
  if (status === 409 || status === 412) return 'conflict'
  if (status === 429) return 'rate_limited'
  if (status >= 500) return 'unavailable'
  return 'rejected'
}

/** Limits what receipts and audit rows keep. */
const longestRequestId = 256

const passing: ReadonlySet<Code> = new Set(['rate_limited', 'unavailable', 'timeout', 'in_progress'])

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Many vendors number their codes: `codes` has them by their digits. */
export function codeOf(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : textOf(value)
}

/**
 * Reads a vendor's refusal. Unless its facts say otherwise, a write answered by a 5xx (or by 408) is `unknown`: a gateway may
 * answer for a vendor that acted. A read commits nothing, so its failures are always `refused`.
 */
export function classifyAnswer(
  answer: Answer,
  failures: Failures<string>,
  writes: boolean,
  requestIdOfHeader?: string,
): Classified {
  const read = failures.read(answer)
  // A reader picks from what the vendor sent, which is not always what it documents.
  const vendorCode = codeOf(read.code)
  const said = textOf(read.message)
  const requestId = textOf(read.requestId)?.slice(0, longestRequestId) ?? requestIdOfHeader
  const meaning = vendorCode !== undefined && Object.hasOwn(failures.codes, vendorCode) ? failures.codes[vendorCode] : undefined
  const stated = typeof meaning === 'string' ? { code: meaning } : meaning
  // The status of a failure with 200 says nothing.
  const code = stated?.code ?? (answer.status < 400 ? 'rejected' : codeOfStatus(answer.status))
  const unsure = writes && (answer.status >= 500 || answer.status === 408)
  const commitState =
    read.commitState ?? (stated && 'commitState' in stated ? stated.commitState : undefined) ?? (unsure ? 'unknown' : 'refused')
  const retryable = read.retryable ?? (stated && 'retryable' in stated ? stated.retryable : undefined) ?? passing.has(code)
  const message = said ?? vendorCode ?? `the vendor answered ${answer.status}`
  return {
    code,
    commitState: writes ? commitState : 'refused',
    retryable,
    retryAfterMs: read.retryAfterMs,
    message,
    byVendor: isStructured(answer) && (requestIdOfHeader !== undefined || isOfAnswer(vendorCode, answer, failures)),
    vendor: {
      status: answer.status,
      ...(vendorCode !== undefined && (meaning === undefined ? { undeclaredCode: vendorCode } : { code: vendorCode })),
      ...(said !== undefined && { message: said }),
      ...(requestId !== undefined && { requestId }),
    },
  }
}

/** A body that is not in the vendor's format is read as text. */
function isStructured({ body }: Answer): boolean {
  return typeof body === 'object' && body !== null
}

/**
 * If an empty answer of the same status gets the same code, the code only names the status: any gateway's answer would get it.
 */
function isOfAnswer(vendorCode: string | undefined, { status }: Answer, failures: Failures<string>): boolean {
  if (vendorCode === undefined) return false
  try {
    return codeOf(failures.read({ status, headers: {}, body: undefined }).code) !== vendorCode
  } catch {
    // A reader that needs a body has found its code in this one.
    return true
  }
}
