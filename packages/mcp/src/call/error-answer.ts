import type { CallToolResult } from '@modelcontextprotocol/server'
import { type ConnectorError, isTransportError, type ResolvedGovernance, type TaskRecord } from '@portico/core'
import { isAuthorizationError } from '@portico/core/definition'
import type { ServedTool } from '../toolset/served-tool.ts'

/** A failed call as a tool result: what happened, whether the vendor acted, and what to do next. */
export function errorAnswer(
  { operation }: ServedTool,
  error: ConnectorError,
  { telemetry }: Pick<ResolvedGovernance, 'telemetry'>,
): CallToolResult {
  const message = messageOutside(operation.qualifiedName, error)
  // The operator gets the rest, under the call id that the agent has.
  if (message !== error.message)
    telemetry?.log?.({
      level: 'error',
      event: 'portico.mcp.failed',
      attributes: { callId: error.receipt?.callId, message: error.message },
    })
  const { code, commitState, retryable, retryAfterMs, severity, idempotencyKey, approval, issues, vendor, receipt } = error
  const told = {
    code,
    message,
    commitState,
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    severity,
    // A query can simply be repeated.
    ...(operation.writes && idempotencyKey !== undefined && { key: idempotencyKey }),
    ...(approval && { approval }),
    ...(issues.length > 0 && { issues }),
    ...(vendor && { vendor }),
    next: nextStep(error, operation.writes),
  }
  return failed(message, told, receipt?.callId)
}

/**
 * The message without what one of this server's stores, policies or vaults said when it failed: that names hosts, files and
 * roles, which neither an agent nor anyone reading its output should see.
 */
export function messageOutside(qualifiedName: string, { code, cause, message, receipt }: ConnectorError): string {
  if (receipt?.decidedBy === 'policy.error') return `${qualifiedName}: a policy failed, and a policy that fails denies`
  if (code !== 'unavailable' || !(cause instanceof Error) || cause.message === '') return message
  // Both come from the vendor's side.
  if (isTransportError(cause) || isAuthorizationError(cause)) return message
  // A long message may be truncated: its beginning is enough to find it, and nothing after that is told.
  const from = message.indexOf(`: ${cause.message.slice(0, 200)}`)
  return from === -1 ? message : `${message.slice(0, from)}: a part of the server failed`
}

/** A call that did not reach the call path because its form was invalid. */
export function invalidAnswer({ qualifiedName }: ServedTool, problem: string): CallToolResult {
  const told = {
    code: 'invalid_input',
    message: problem,
    commitState: 'not_sent',
    retryable: false,
    next: 'Fix the arguments and call again.',
  }
  return failed(`${qualifiedName}: ${problem}`, told, undefined)
}

/** The person at the client did not give the answer they were asked for. */
export function declinedAnswer({ qualifiedName }: ServedTool): CallToolResult {
  const told = {
    code: 'approval_rejected',
    message: 'the person at the client declined to answer',
    commitState: 'not_sent',
    retryable: false,
    next: 'Do not ask again: a person said no.',
  }
  return failed(`${qualifiedName}: ${told.message}`, told, undefined)
}

/** A long operation that is still running: repeating the same call continues to wait for it. */
export function unfinishedAnswer({ qualifiedName }: ServedTool, task: TaskRecord): CallToolResult {
  const { status, statusMessage, idempotencyKey, pollIntervalMs, error } = task
  const ended = status === 'failed' || status === 'cancelled'
  const message = ended ? `it ended: ${error?.message ?? status}` : `it is still running (${statusMessage ?? status})`
  const told = {
    code: ended ? 'cancelled' : 'in_progress',
    message,
    commitState: 'committed',
    retryable: !ended,
    ...(!ended && { retryAfterMs: pollIntervalMs, key: idempotencyKey }),
    next: ended
      ? 'Do not call again for this one.'
      : `Call again after ${pollIntervalMs} ms with the same arguments: it is not started twice.`,
  }
  return failed(`${qualifiedName}: ${message}`, told, undefined)
}

function failed(message: string, error: object & { readonly next: string }, callId: string | undefined): CallToolResult {
  const structured = { error, ...(callId !== undefined && { call: { id: callId } }) }
  return {
    isError: true,
    content: [
      { type: 'text', text: `${message}. ${error.next}`, annotations: { audience: ['user'] } },
      { type: 'text', text: JSON.stringify(structured), annotations: { audience: ['assistant'] } },
    ],
    structuredContent: structured,
  }
}

function nextStep(error: ConnectorError, writes: boolean): string {
  const { code, commitState, retryable, retryAfterMs, idempotencyKey, approval } = error
  const again =
    writes && idempotencyKey !== undefined ? `the same arguments and portico.key '${idempotencyKey}'` : 'the same arguments'
  const wait = retryAfterMs === undefined ? '' : ` after ${retryAfterMs} ms`
  if (code === 'approval_required' && approval) {
    return `A person decides until ${approval.expiresAt}. Call again later with ${again}: it runs once it is approved.`
  }
  if (code === 'approval_rejected') return 'Do not ask again: a person said no.'
  if (code === 'invalid_input') return 'Fix the arguments and call again.'
  if (code === 'policy_denied') return 'It is forbidden here. Do not try another way.'
  if (retryable) return `Call again${wait} with ${again}.`
  if (commitState === 'unknown') return `It may have been done. Look before you call again; with ${again} it acts once.`
  if (commitState === 'committed') return 'It was done, but its answer cannot be used. Look it up; do not call again.'
  return 'Calling again unchanged will not help.'
}
