import { performance } from 'node:perf_hooks'
import type { Receipt } from '../contract/receipt.ts'
import type { Call } from './call.ts'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** What the caller learns about a call. `undo` is what would reverse it. */
export function receiptOf(call: Call, undo: Receipt['undo']): Receipt {
  const { binding, operation, auditId } = call
  if (call.replayed && !call.error) return { ...call.replayed, replayed: true, auditId: auditId! }
  const { connector } = binding
  const receipt: Writable<Receipt> = {
    callId: call.id,
    connector: connector.id,
    connectorVersion: connector.version,
    vendorVersion: connector.vendor.vendorVersion,
    operation: operation.name,
    tenantId: binding.tenantId,
    account: binding.account,
    // A call that ended before it was classified counts as one that needs a decision.
    actionClass: call.decided?.actionClass ?? 'B',
    decidedBy: call.decidedBy,
    commitState: call.commitState,
    replayed: call.replayed !== undefined,
    attempts: call.attempts,
    startedAt: binding.stamps.isoTime(call.startedAt),
    durationMs: Math.round((performance.now() - call.started) * 1_000) / 1_000,
    auditId: auditId!,
  }
  // Assigned one by one: spreading a dozen small objects costs more than the rest of the record.
  if (call.idempotencyKey !== undefined) receipt.idempotencyKey = call.idempotencyKey
  if (call.correlationId !== undefined) receipt.correlationId = call.correlationId
  if (call.vendorRequestId !== undefined) receipt.vendorRequestId = call.vendorRequestId
  if (call.rateLimitRemaining !== undefined) receipt.rateLimitRemaining = call.rateLimitRemaining
  if (call.proofId !== undefined) receipt.ledgerId = call.proofId
  const approvalId = call.approved?.request.id ?? call.standing?.approvalId
  if (approvalId !== undefined) receipt.approvalId = approvalId
  if (call.items) receipt.items = call.items
  const { known } = binding.connections
  if (known?.overridden.includes(operation.origin)) receipt.originOverride = known.origins[operation.origin]!.origin
  if (call.error) return receipt
  if (undo) receipt.undo = undo
  if (operation.definition.job)
    receipt.job = { operation: operation.name, data: call.output as Readonly<Record<string, unknown>> }
  return receipt
}

/** What `undo` would run, built while input and output are at hand. An effect that was already there is not ours to undo. */
export function undoOf(call: Call): Receipt['undo'] {
  if (call.error || call.replayed || call.wasThere) return undefined
  const { rollbackName, definition } = call.operation
  const { rollback } = definition
  if (rollbackName === undefined || !rollback || !('operation' in rollback)) return undefined
  const input = (rollback.input as (call: { input: unknown; output: unknown }) => unknown)({
    input: call.input,
    output: call.output,
  })
  return input === undefined ? undefined : { operation: rollbackName, input }
}
