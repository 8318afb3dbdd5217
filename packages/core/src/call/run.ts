import type { Binding } from '../client/binding.ts'
import type { CallOptions } from '../contract/method.ts'
import type { Lookup } from '../contract/idempotency.ts'
import { ConnectorError } from '../error/connector-error.ts'
import { type Approved, Call } from './call.ts'
import type { CompiledOperation } from './compile.ts'
import { RecordError } from './record-error.ts'
import { messageOf } from '../error/message-of.ts'

export interface Start {
  readonly approved?: Approved
  /** Why the call must not even begin; it is still recorded. */
  readonly refuse?: (call: Call) => ConnectorError
  /** Receives the failed call, which holds more than its error says. */
  readonly failed?: (call: Call) => void
}

/** Runs a call through its steps. */
export function run(
  operation: CompiledOperation,
  binding: Binding,
  input: unknown,
  options: CallOptions & { readonly cursor?: string },
  start?: Start,
): Promise<Call> {
  return runFor(itself, operation, binding, input, options, start)
}

const itself = (call: Call): Call => call
const nothingMore: Start = {}

/**
 * Runs a call through its steps and returns what `asked` takes from it. `record` always runs, whatever happened before it, so
 * that every call leaves a trace.
 */
export async function runFor<T>(
  asked: (call: Call) => T,
  operation: CompiledOperation,
  binding: Binding,
  input: unknown,
  options: CallOptions & { readonly cursor?: string },
  start: Start = nothingMore,
): Promise<T> {
  const startedAt = binding.clock.now()
  const call = new Call(operation, binding, input, options, startedAt, binding.stamps.id(startedAt), start.approved)
  call.span = binding.telemetry?.span?.(operation.qualifiedName, spanAttributes(call))
  const { steps } = operation
  const last = steps.length - 1
  try {
    if (start.refuse) {
      call.decidedBy = start.approved ? `approval.${start.approved.decision.outcome}` : 'approval.none'
      throw start.refuse(call)
    }
    // A replayed call already has its result: nothing is proved, sent or checked again.
    for (let index = 0; index < last && !call.replayed; index++) {
      const waiting = steps[index]!.run(call)
      if (waiting) await waiting
    }
  } catch (error) {
    fail(call, error)
  }
  try {
    const recording = steps[last]!.run(call)
    if (recording) await recording
  } catch (error) {
    const missing = error instanceof RecordError ? error.missing.join(', ') : 'all of it'
    binding.telemetry?.log?.({
      level: 'error',
      event: 'portico.call.unrecorded',
      attributes: { operation: operation.qualifiedName, tenantId: binding.tenantId, callId: call.id, missing },
    })
    // The vendor may have acted and the evidence is missing: the caller must know both.
    call.error ??= call.fail({
      code: 'unavailable',
      message: `the call could not be recorded (${missing}): its outcome is in the commit state`,
      commitState: call.commitState,
      retryable: call.commitState === 'not_sent',
      cause: error,
    })
  }
  if (call.error) call.error.receipt = call.receipt
  call.span?.set({ 'portico.commit_state': call.commitState, 'portico.replayed': call.replayed !== undefined })
  call.span?.end(call.error ? { ok: false, code: call.error.code, message: call.error.message } : { ok: true })
  if (call.error) {
    start.failed?.(call)
    // Nobody will read this stream, and it holds its connection until it is cancelled. A cancel that fails no longer matters.
    await call.stream?.cancel().catch(() => undefined)
    throw call.error
  }
  return asked(call)
}

function fail(call: Call, error: unknown): void {
  if (call.isOwn(error)) {
    call.error = error
    if (error.commitState !== 'not_sent') call.commitState = error.commitState
    return
  }
  // A fault of ours or of a port, such as an unreachable store: after the send it does not change the outcome.
  const reason = messageOf(error)
  call.error = call.fail({
    code: 'unavailable',
    message: `the call could not continue: ${reason}`,
    commitState: call.commitState,
    cause: error,
  })
}

function spanAttributes(call: Call): Record<string, string> {
  const { binding, operation } = call
  return {
    'portico.connector': binding.connector.id,
    'portico.operation': operation.name,
    'portico.tenant': binding.tenantId,
    'portico.actor.type': call.actor.type,
    'portico.call_id': call.id,
  }
}

/** Runs a `lookup` strategy's query as part of the command, with its actor and signal. Undefined: the effect is not there. */
export async function runLookup(
  call: Call,
  { find, absent }: Lookup,
  input: unknown,
): Promise<{ readonly output: unknown } | undefined> {
  const operation = Object.values(call.binding.connector.operations).find((candidate) => candidate.definition === find.definition)
  if (!operation) throw new TypeError(`${call.operation.qualifiedName}: its lookup is not an operation of the connector`)
  const left = call.deadline - call.binding.clock.now()
  const { signal } = call.options
  let refusedByVendor = false
  const options = {
    actor: call.actor,
    timeoutMs: Math.max(1, left),
    causationId: call.id,
    ...(call.correlationId !== undefined && { correlationId: call.correlationId }),
    ...(signal && { signal }),
  }
  try {
    const looked = await run(operation, call.binding, input, options, {
      failed: (failed) => {
        refusedByVendor = failed.refusedByVendor
      },
    })
    return { output: looked.output }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    // A gateway's 404 says nothing about the effect.
    if (absent === 'not_found' && error.code === 'not_found' && refusedByVendor) return undefined
    // A failed lookup leaves the command's outcome unknown.
    throw call.fail({
      code: 'outcome_unknown',
      message: `the vendor may have acted, and looking that up failed (${error.code}): call again with the same key`,
      commitState: 'unknown',
      retryable: true,
      retryAfterMs: error.retryAfterMs,
      cause: error,
    })
  }
}
