import { randomUUID } from 'node:crypto'
import type { Receipt } from '../contract/receipt.ts'
import { auditRowOf } from './audit-row.ts'
import { eventOf } from './call-event.ts'
import type { Call } from './call.ts'
import { measureCall } from './measure-call.ts'
import { inOrder, type Step } from './step.ts'

/**
 * Writes down what happened, whatever it was: first the claim, so that a repeat finds the result even when the rest fails; then
 * the audit row, before the caller sees anything; then the proof and the event.
 */
export const recordStep: Step = {
  name: 'record',
  run(call) {
    call.auditId = randomUUID()
    call.receipt = receiptOf(call)
    return inOrder(parts, call)
  },
}

const parts: readonly ((call: Call) => void | Promise<void>)[] = [settleClaim, writeAudit, resolveProof, publish, measureCall]

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function receiptOf(call: Call): Receipt {
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
    // A call that ended before its decision was about to need one.
    actionClass: call.decided?.actionClass ?? 'B',
    decidedBy: call.decidedBy,
    commitState: call.commitState,
    replayed: call.replayed !== undefined,
    attempts: call.attempts,
    startedAt: new Date(call.startedAt).toISOString(),
    durationMs: Math.round((performance.now() - call.started) * 1_000) / 1_000,
    auditId: auditId!,
  }
  // Assigned one by one: spreading a dozen small objects costs more than the rest of the record.
  if (call.idempotencyKey !== undefined) receipt.idempotencyKey = call.idempotencyKey
  if (call.correlationId !== undefined) receipt.correlationId = call.correlationId
  if (call.vendorRequestId !== undefined) receipt.vendorRequestId = call.vendorRequestId
  if (call.rateLimitRemaining !== undefined) receipt.rateLimitRemaining = call.rateLimitRemaining
  if (call.proofId !== undefined) receipt.ledgerId = call.proofId
  if (call.approved) receipt.approvalId = call.approved.request.id
  if (call.items) receipt.items = call.items
  const { known } = binding.connections
  if (known?.overridden.includes(operation.origin)) receipt.originOverride = known.origins[operation.origin]!.origin
  if (call.error) return receipt
  const undo = undoOf(call)
  if (undo) receipt.undo = undo
  if (operation.definition.job)
    receipt.job = { operation: operation.name, data: call.output as Readonly<Record<string, unknown>> }
  return receipt
}

/** What `undo` would run, worked out while input and output are at hand. */
function undoOf(call: Call): Receipt['undo'] {
  const { rollbackName, definition } = call.operation
  const { rollback } = definition
  if (rollbackName === undefined || !rollback || !('operation' in rollback)) return undefined
  const input = (rollback.input as (call: { input: unknown; output: unknown }) => unknown)({
    input: call.input,
    output: call.output,
  })
  return input === undefined ? undefined : { operation: rollbackName, input }
}

function settleClaim(call: Call): void | Promise<void> {
  const key = call.claimed
  if (!key) return
  const { claims } = call.binding.store
  const receipt = call.receipt!
  switch (call.commitState) {
    case 'committed':
      return claims.finish(
        key,
        call.error ? { commitState: 'committed', receipt } : { commitState: 'committed', receipt, data: storable(call) },
      )
    case 'unknown':
      return claims.abandon(key)
    default:
      return claims.release(key)
  }
}

function writeAudit(call: Call): void | Promise<void> {
  return call.binding.audit.write(auditRowOf(call, call.receipt!))
}

function resolveProof(call: Call): void | Promise<void> {
  if (call.proofId === undefined) return
  const { binding, operation } = call
  const status = proofStatus(call)
  binding.measure('portico.ledger.proofs', 1, call, { 'portico.proof_status': status })
  return binding.ledger.resolve({
    id: call.proofId,
    actualCall: operation.qualifiedName,
    commitState: call.commitState,
    vendorRequestId: call.vendorRequestId,
    status,
    resolvedAt: binding.clock.now(),
  })
}

function publish(call: Call): void | Promise<void> {
  return call.binding.events?.publish(eventOf(call, call.receipt!))
}

function storable(call: Call): string {
  // A stream can't be given twice; its receipt can.
  if (call.operation.delivery !== undefined) return 'undefined'
  const secret = call.operation.definition.audit?.secretOutput
  return JSON.stringify(secret === undefined ? call.output : withoutMembers(call.output, secret))
}

function withoutMembers(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

function proofStatus(call: Call): 'verified' | 'partially_verified' | 'unverified' {
  if (call.commitState === 'unknown') return 'unverified'
  if (call.error?.code === 'contract_violation' || call.items?.some((item) => item.commitState !== 'committed'))
    return 'partially_verified'
  return 'verified'
}
