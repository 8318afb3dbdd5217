import type { Receipt } from '../contract/receipt.ts'
import type { InputIssue } from '../error/connector-error.ts'
import type { CoreEvent } from '../ports/event-sink.ts'
import type { Call } from './call.ts'

/** What a call announces to the rest of the system when it has ended. It contains no input and no output. */
export function eventOf(call: Call, receipt: Receipt): CoreEvent {
  const { operation, binding, entity } = call
  return {
    id: call.id,
    type: typeOf(call),
    time: receipt.startedAt,
    tenantId: binding.tenantId,
    // Events about one approval stay in order.
    subject: call.asked ? `approval/${call.asked.id}` : entity ? `${entity.type}/${entity.id}` : operation.qualifiedName,
    correlationId: call.correlationId,
    causationId: call.causationId,
    actorType: call.actor.type,
    classes: operation.classes,
    traceparent: call.span?.traceparent,
    data: { connector: binding.connector.id, operation: operation.name, ...(approvalOf(call) ?? outcomeOf(call)) },
  }
}

/** Only the fields that the schema of `portico.approval.requested` names; the call itself has not run. */
function approvalOf({ asked }: Call) {
  if (!asked) return undefined
  const { id, requiredApproval, expiresAt } = asked
  return { approvalId: id, requires: requiredApproval, expiresAt }
}

function outcomeOf({ commitState, replayed, error }: Call) {
  return {
    commitState,
    replayed: replayed !== undefined,
    ...(error && { code: error.code, severity: error.severity, issues: error.issues.slice(0, mostIssues).map(pathOf) }),
  }
}

// Enough to see what is wrong. A path may contain a key that the caller chose, of any length.
const mostIssues = 100
const longestPath = 256

function pathOf({ path }: InputIssue): string {
  return path.slice(0, longestPath)
}

function typeOf({ asked, error }: Call): CoreEvent['type'] {
  if (asked) return 'portico.approval.requested'
  if (error?.code === 'contract_violation') return 'portico.call.contract_violated'
  return 'portico.call.finished'
}
