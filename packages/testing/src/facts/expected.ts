import { type Code, type CommitState, type Limits, milliseconds } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import type { Subject } from '../replay/subject.ts'
import type { Meaning } from './meaning.ts'

/** The outcome of a call whose first sending fails and whose later ones are answered as recorded. */
export interface Expected {
  /** Absent if the call succeeds. */
  readonly code?: Code
  readonly commitState: CommitState
  /** How often the operation's own request is sent. */
  readonly sendings: number
  /** Milliseconds that the call waits before it sends again. */
  readonly waitMs: number
}

export interface Failing {
  readonly meaning: Meaning
  /** Milliseconds that the failed sending took. */
  readonly elapsedMs?: number
  /** What a lookup would find, for an operation that looks before it sends again. */
  readonly lookup?: 'found' | 'absent'
  readonly input: unknown
}

/** Derived only from the declared facts: idempotency, retry, deadline, rates. */
export function afterOneFailure(subject: Subject, operation: CompiledOperation, failing: Failing): Expected {
  const { meaning, elapsedMs = 0, lookup = 'absent' } = failing
  const { retry, totalTimeoutMs, idempotency } = operation.definition
  const once: Expected = { code: meaning.code, commitState: meaning.commitState, sendings: 1, waitMs: 0 }
  if (wasDone(operation, failing)) return { commitState: 'committed', sendings: 1, waitMs: 0 }
  if (!retry || retry.attempts < 2 || !meaning.retryable) return once
  const unknown = meaning.commitState === 'unknown'
  if (unknown && !recognised(operation, elapsedMs)) return once
  let waitMs = backoffMs(retry, meaning.retryAfterMs)
  if (elapsedMs + waitMs >= totalTimeoutMs) return once
  if (unknown && idempotency?.by === 'lookup') {
    const settle = milliseconds(idempotency.settle)
    if (waitMs < settle && elapsedMs + settle >= totalTimeoutMs) return { ...once, code: 'outcome_unknown' }
    waitMs = Math.max(waitMs, settle)
    if (lookup === 'found') return { commitState: 'committed', sendings: 1, waitMs }
  }
  const rateMs = rateWaitMs(subject, operation, elapsedMs + waitMs)
  if (elapsedMs + waitMs + rateMs > totalTimeoutMs) return { ...once, code: 'rate_limited' }
  return { commitState: 'committed', sendings: 2, waitMs: waitMs + rateMs }
}

function wasDone({ definition }: CompiledOperation, { meaning, input }: Failing): boolean {
  const { vendorCode } = meaning
  if (vendorCode === undefined || !definition.alreadyDone || !Object.hasOwn(definition.alreadyDone, vendorCode)) return false
  return definition.alreadyDone[vendorCode]!({ input: input as never, resent: false }) !== undefined
}

/** Whether the vendor can tell a second sending from a second intent. */
export function recognised({ definition }: CompiledOperation, elapsedMs: number): boolean {
  const { idempotency, totalTimeoutMs } = definition
  switch (idempotency?.by) {
    case 'header':
    case 'field':
      return elapsedMs < milliseconds(idempotency.keptFor)
    case 'upsert':
      return idempotency.precondition !== undefined || elapsedMs < totalTimeoutMs
    case 'lookup':
      return true
    default:
      return false
  }
}

/** Milliseconds before the second attempt, with randomness fixed at one half. */
function backoffMs(
  retry: { readonly firstWaitMs?: number; readonly longestWaitMs?: number },
  retryAfterMs: number | undefined,
): number {
  const first = retry.firstWaitMs ?? 250
  if (retryAfterMs !== undefined) return retryAfterMs + Math.floor(Math.min(first, 250) / 2)
  return Math.floor(Math.min(retry.longestWaitMs ?? 20_000, first) / 2)
}

/** How long a documented rate delays the second of two sendings. */
function rateWaitMs({ compiled }: Subject, { definition }: CompiledOperation, elapsedMs: number): number {
  const { limits, weight = 1 } = definition
  return Math.max(...[limits, compiled.vendor.limits].map((each) => secondWaitMs(each, weight, elapsedMs)))
}

function secondWaitMs(limits: Limits | undefined, weight: number, elapsedMs: number): number {
  if (limits?.by !== 'period') return 0
  const perMs = limits.calls / limits.periodMs
  const burst = Math.max(1, limits.burst ?? perMs * Math.min(1_000, limits.periodMs))
  const left = Math.min(burst, burst - weight + elapsedMs * perMs)
  const needed = Math.min(weight, burst)
  return left < needed ? Math.ceil((needed - left) / perMs) : 0
}
