import { canonicalHash } from '../canonical/canonical-json.ts'
import type { Binding } from '../client/binding.ts'
import type { PageOptions } from '../contract/method.ts'
import type { ConnectorError } from '../error/connector-error.ts'
import type { ApprovalDecision, ApprovalRequest, GiveBack, TakenApproval } from '../ports/approvals.ts'
import type { Call } from './call.ts'
import type { CompiledOperation } from './compile.ts'
import { run } from './run.ts'
import { messageOf } from '../error/message-of.ts'
import { optionRefused, wrongOption } from './validate.ts'

/**
 * Runs what a person decided on: the stored call, perhaps edited, under its original key. The decision holds for that call only:
 * any other operation, tenant, definition or payload than the one shown is refused.
 */
export async function resume(operation: CompiledOperation, binding: Binding, token: string, options: PageOptions): Promise<Call> {
  const { actor: _actor, correlationId: _correlationId, idempotencyKey: _idempotencyKey, cursor: _cursor, ...rest } = options
  // A decision is taken once: it is not used up on a call that can't run.
  const wrong = wrongOption(options, binding.context)
  if (wrong) return run(operation, binding, undefined, rest, { refuse: (call) => optionRefused(call, wrong) })
  const taken = await take(binding, token)
  if ('failed' in taken) return run(operation, binding, undefined, rest, { refuse: (call) => notTaken(call, taken.failed) })
  if (taken.state !== 'decided') return run(operation, binding, undefined, rest, { refuse: (call) => notDecided(call, taken) })
  const { request, decision, giveBack } = taken
  const elsewhere = otherCall(operation, binding, request)
  const mismatch = elsewhere ?? changed(operation, binding, request) ?? ofNobodyElse(request, decision)
  if (mismatch !== undefined) {
    // A decision for another binding still holds there. A call that has changed can't pass anywhere: it may be asked for again.
    const back = elsewhere !== undefined && (await givenBack(giveBack))
    const message = `the approval does not cover this call: ${mismatch}${back ? ': resume it there' : ''}`
    return run(operation, binding, undefined, rest, { refuse: (call) => call.fail({ code: 'approval_invalid', message }) })
  }
  const approved = { request, decision, giveBack }
  if (decision.outcome === 'reject') {
    const message = `${decision.by.id} rejected it: ${decision.reason}`
    return run(operation, binding, request.input, rest, {
      approved,
      refuse: (call) => call.fail({ code: 'approval_rejected', message }),
    })
  }
  return run(operation, binding, decision.outcome === 'edit' ? decision.input : request.input, rest, { approved })
}

async function take(binding: Binding, token: string): Promise<TakenApproval | { readonly failed: unknown }> {
  try {
    return await binding.store.approvals.take(token, binding.tenantId)
  } catch (failed) {
    return { failed }
  }
}

/** The store can't be reached: nothing was sent, and whether the decision was used up is unknown. */
function notTaken(call: Call, cause: unknown): ConnectorError {
  const reason = messageOf(cause)
  return call.fail({ code: 'unavailable', message: `the approval could not be looked up: ${reason}`, retryable: true, cause })
}

function notDecided(call: Call, taken: Exclude<TakenApproval, { state: 'decided' }>): ConnectorError {
  if (taken.state === 'refused')
    return call.fail({ code: 'approval_invalid', message: `the approval is refused: ${taken.reason}` })
  const { id, requiredApproval, expiresAt } = taken.request
  const message = `approval ${id} waits for a decision until ${expiresAt}`
  return call.fail({ code: 'approval_required', message, approval: { id, requires: requiredApproval, expiresAt } })
}

async function givenBack(giveBack: GiveBack | undefined): Promise<boolean> {
  try {
    return (await giveBack?.()) ?? false
  } catch {
    // The call is refused either way, and that is what its caller should hear.
    return false
  }
}

/** Which other call a decision is for; undefined if it is for this one. */
function otherCall(operation: CompiledOperation, binding: Binding, request: ApprovalRequest): string | undefined {
  if (request.tenantId !== binding.tenantId) return 'it belongs to another tenant'
  if (request.account !== binding.account) return 'it belongs to another account'
  if (request.connector !== binding.connector.id || request.operation !== operation.name) {
    return `it is for ${request.connector}.${request.operation}`
  }
  return undefined
}

/** Core enforces these two rules itself, whatever store keeps the decisions. */
function ofNobodyElse({ actor }: ApprovalRequest, { by }: ApprovalDecision): string | undefined {
  if (by.type !== 'human') return 'only a person decides'
  return by.id === actor.id ? 'nobody approves their own call' : undefined
}

/** What has changed in a call since it was shown. */
function changed(operation: CompiledOperation, binding: Binding, request: ApprovalRequest): string | undefined {
  if (request.connectorVersion !== binding.connector.version)
    return `it is for version ${request.connectorVersion} of the connector`
  if (request.pin !== operation.pin()) return 'the operation has changed since: ask again'
  if (request.argumentsHash !== canonicalHash(request.input)) return 'the stored arguments are not the ones that were shown'
  return undefined
}
