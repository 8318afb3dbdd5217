import { randomUUID } from 'node:crypto'
import type { Receipt } from '../contract/receipt.ts'
import type { AuditRow } from '../ports/audit.ts'
import type { ClaimKey } from '../ports/claims.ts'
import { redactFields } from '../telemetry/redaction.ts'
import type { Call } from './call.ts'
import type { Step } from './step.ts'

/**
 * Writes down what happened, whatever it was: first the claim, so that a repeat finds the result even when the rest fails; then
 * the audit row, before the caller sees anything; then the proof and the event.
 */
export const recordStep: Step = {
  name: 'record',
  async run(call) {
    const { binding, operation } = call
    const endedAt = binding.clock.now()
    const auditId = randomUUID()
    const receipt = receiptOf(call, auditId)
    call.receipt = receipt
    if (call.claimed) {
      const settled = settleClaim(call, receipt)
      if (settled) await settled
    }
    const entity = entityOf(call)
    const written = binding.audit.write(auditRow(call, receipt, entity))
    if (written) await written
    call.auditId = auditId
    if (call.proofId !== undefined) {
      const resolved = binding.ledger.resolve({
        id: call.proofId,
        actualCall: operation.qualifiedName,
        commitState: call.commitState,
        vendorRequestId: call.vendorRequestId,
        status: proofStatus(call),
        resolvedAt: endedAt,
      })
      if (resolved) await resolved
    }
    if (binding.events) await binding.events.publish(eventOf(call, receipt, entity))
    if (binding.telemetry) measure(call)
  },
}

export function receiptOf(call: Call, auditId: string | undefined): Receipt {
  const { binding, operation } = call
  if (call.replayed && !call.error) return { ...call.replayed, replayed: true, ...(auditId !== undefined && { auditId }) }
  const override = binding.connections.known?.overridden.includes(operation.origin)
  return {
    callId: call.id,
    connector: binding.connector.id,
    connectorVersion: binding.connector.version,
    vendorVersion: binding.connector.vendor.vendorVersion,
    operation: operation.name,
    tenantId: binding.tenantId,
    account: binding.account,
    actionClass: call.decided?.actionClass ?? 'C',
    decidedBy: call.decidedBy,
    ...(call.idempotencyKey !== undefined && { idempotencyKey: call.idempotencyKey }),
    ...(call.correlationId !== undefined && { correlationId: call.correlationId }),
    commitState: call.commitState,
    replayed: call.replayed !== undefined,
    attempts: call.attempts,
    startedAt: new Date(call.startedAt).toISOString(),
    durationMs: Math.round((performance.now() - call.started) * 1_000) / 1_000,
    ...(call.vendorRequestId !== undefined && { vendorRequestId: call.vendorRequestId }),
    ...(call.rateLimitRemaining !== undefined && { rateLimitRemaining: call.rateLimitRemaining }),
    ...(override && { originOverride: binding.connections.known!.origins[operation.origin]!.origin }),
    ...(auditId !== undefined && { auditId }),
    ...(call.proofId !== undefined && { ledgerId: call.proofId }),
    ...(call.approved && { approvalId: call.approved.request.id }),
    ...undoOf(call),
    ...(operation.definition.job && !call.error && { job: { operation: operation.name, data: call.output as Readonly<Record<string, unknown>> } }),
    ...(call.items && { items: call.items }),
  }
}

/** What `undo` would run, worked out while input and output are at hand. */
function undoOf(call: Call): { undo?: { operation: string; input: unknown } } {
  const { rollbackName, definition } = call.operation
  const { rollback } = definition
  if (rollbackName === undefined || call.error || !rollback || !('operation' in rollback)) return {}
  const input = (rollback.input as (call: { input: unknown; output: unknown }) => unknown)({ input: call.input, output: call.output })
  return input === undefined ? {} : { undo: { operation: rollbackName, input } }
}

function settleClaim(call: Call, receipt: Receipt): void | Promise<void> {
  const { claims } = call.binding.store
  const key: ClaimKey = {
    tenantId: call.binding.tenantId,
    account: call.binding.account,
    connector: call.binding.connector.id,
    operation: call.operation.name,
    key: call.idempotencyKey!,
  }
  switch (call.commitState) {
    case 'committed':
      return claims.finish(key, { commitState: 'committed', receipt, ...(!call.error && { data: storable(call) }) })
    case 'unknown':
      return claims.abandon(key)
    default:
      return claims.release(key)
  }
}

function storable(call: Call): string {
  // A stream can't be given twice; its receipt can.
  return call.operation.delivery === undefined ? JSON.stringify(call.output) : 'undefined'
}

function proofStatus(call: Call): 'verified' | 'partially_verified' | 'unverified' {
  if (call.commitState === 'unknown') return 'unverified'
  if (call.error?.code === 'contract_violation' || call.items?.some((item) => item.commitState !== 'committed')) return 'partially_verified'
  return 'verified'
}

function entityOf(call: Call): { type: string; id: string } | undefined {
  const id = call.operation.entityId?.(call)
  return id === undefined ? undefined : { type: call.operation.definition.audit!.entity.type, id }
}

function auditRow(call: Call, receipt: Receipt, entity: AuditRow['entity']): AuditRow {
  const { binding, operation } = call
  const { redact = [], omit = [] } = operation.definition.audit ?? {}
  const hidden = omit.length === 0 ? redact : [...redact, ...omit]
  return {
    id: receipt.auditId!,
    at: receipt.startedAt,
    tenantId: binding.tenantId,
    account: binding.account,
    actor: call.actor,
    connector: binding.connector.id,
    connectorVersion: binding.connector.version,
    operation: operation.name,
    classes: operation.classes,
    actionClass: receipt.actionClass,
    decidedBy: call.decidedBy,
    outcome: call.error ? 'failed' : call.replayed ? 'replayed' : 'succeeded',
    commitState: call.commitState,
    code: call.error?.code,
    entity,
    // Input that did not validate may hold anything, a secret in the wrong field included.
    input: call.error?.code === 'invalid_input' ? undefined : hidden.length > 0 ? redactFields(call.input, hidden) : call.input,
    argumentsHash: call.argumentsHash,
    idempotencyKey: call.idempotencyKey,
    correlationId: call.correlationId,
    causationId: call.causationId,
    approvalId: call.approved?.request.id ?? call.error?.approval?.id,
    originOverride: receipt.originOverride,
    vendorRequestId: call.vendorRequestId,
    attempts: call.attempts.length,
    durationMs: receipt.durationMs,
  }
}

function eventOf(call: Call, receipt: Receipt, entity: AuditRow['entity']) {
  const { error, operation, binding } = call
  const type =
    error?.code === 'contract_violation'
      ? ('portico.call.contract_violated' as const)
      : error?.code === 'approval_required'
        ? ('portico.approval.requested' as const)
        : ('portico.call.finished' as const)
  return {
    id: call.id,
    type,
    time: receipt.startedAt,
    tenantId: binding.tenantId,
    subject: entity ? `${entity.type}/${entity.id}` : operation.qualifiedName,
    correlationId: call.correlationId,
    causationId: call.causationId,
    actorType: call.actor.type,
    classes: operation.classes,
    data: {
      connector: binding.connector.id,
      operation: operation.name,
      commitState: call.commitState,
      replayed: call.replayed !== undefined,
      ...(error && { code: error.code, severity: error.severity, issues: error.issues.map((issue) => issue.path) }),
      ...(error?.approval && { approvalId: error.approval.id }),
    },
  }
}

function measure(call: Call): void {
  const { binding, error } = call
  const outcome = error ? { 'error.type': error.code } : {}
  binding.measure('portico.calls', 1, call, { ...outcome, 'portico.commit_state': call.commitState })
  binding.measure('portico.call.duration', (performance.now() - call.started) / 1_000, call, outcome)
  if (call.replayed) binding.measure('portico.replays', 1, call)
  if (error?.code === 'contract_violation') binding.measure('portico.contract_violations', 1, call)
  if (error) {
    binding.telemetry?.log?.({
      level: error.severity === 'V0' ? 'info' : error.severity === 'V1' ? 'warn' : 'error',
      event: 'portico.call.failed',
      attributes: {
        connector: error.connector,
        operation: error.operation,
        tenantId: error.tenantId,
        code: error.code,
        commitState: error.commitState,
        severity: error.severity,
        message: error.message,
        callId: call.id,
      },
    })
  }
}
