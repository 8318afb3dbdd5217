import { randomUUID } from 'node:crypto'
import { type Actor, type AnyConnector, type Approval, covers } from '@portico/core'
import { type CompiledOperation, jsonSchemaOf } from '@portico/core/definition'
import { ApprovalError } from '../approvals/approval-error.ts'
import { knownOperation } from '../approvals/known-operation.ts'
import { parseBounds } from './bounds.ts'
import { hasPath } from './input-paths.ts'
import type { StandingApprovalRow } from './standing-tables.ts'
import { checkSum, type SumBound } from './sum.ts'

/** What a person approves in advance. */
export interface GivenStandingApproval {
  readonly tenantId: string
  /** Default `default`. */
  readonly account?: string
  readonly connector: string
  readonly operation: string
  /** The caller it covers: a service, a workflow, a person. */
  readonly actor: Pick<Actor, 'type' | 'id'>
  /** Allowed arguments: see `Bounds`. */
  readonly bounds: unknown
  /** How many calls. */
  readonly count: number
  readonly sum?: SumBound
  /** RFC 3339; at most a year ahead. */
  readonly expiresAt: string
  readonly reason: string
  /** Default: the operation's own. A higher one also covers calls that a policy raises to it. */
  readonly approval?: Exclude<Approval, 'A0'>
}

const year = 366 * 86_400_000

/** Checks the input against the operation's contract. Throws an `ApprovalError` that names the field, with a hint. */
export function newStandingApproval(
  connectors: readonly AnyConnector[],
  given: GivenStandingApproval,
  by: Actor,
  now: number,
): StandingApprovalRow {
  const operation = knownOperation(connectors, given)
  const bounds = checked(() => {
    const parsed = parseBounds(given.bounds)
    checkPaths(operation, Object.keys(parsed))
    if (given.sum) checkSum(given.sum, parsed)
    checkCovered(operation, Object.keys(parsed))
    return parsed
  })
  return {
    tenant_id: given.tenantId,
    id: randomUUID(),
    account: given.account ?? 'default',
    connector: given.connector,
    operation: given.operation,
    pin: operation.pin(),
    actor_type: given.actor.type,
    actor_id: given.actor.id,
    approval: approvalOf(operation, given),
    bounds: JSON.stringify(bounds),
    sum_path: given.sum?.path ?? null,
    sum_max: given.sum?.max ?? null,
    sum_used: 0,
    count_max: countOf(given),
    count_used: 0,
    reason: reasonOf(given.reason),
    created_by: by.id,
    created_via: by.via ?? null,
    created_at: now,
    expires_at: expiryOf(given, now),
    revoked_by: null,
    revoked_at: null,
    revoked_reason: null,
  }
}

export function reasonOf(reason: string): string {
  const text = reason.trim()
  if (text !== '' && text.length <= 1_000) return text
  throw new ApprovalError('invalid_input', 'reason: say why, in 1 to 1000 characters')
}

function checked<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof TypeError) throw new ApprovalError('invalid_input', error.message, error)
    throw error
  }
}

function checkPaths(operation: CompiledOperation, paths: readonly string[]): void {
  const schema = jsonSchemaOf(operation.input, 'input')
  const hidden = operation.definition.audit?.redact ?? []
  for (const path of paths) {
    if (!hasPath(schema, path.split('.'))) throw new TypeError(`bounds.${path}: ${operation.qualifiedName} takes no such field`)
    const secret = hidden.find((name) => name === path || path.startsWith(`${name}.`) || name.startsWith(`${path}.`))
    if (secret !== undefined) throw new TypeError(`bounds.${path}: it is hidden from audit, and a bound would show it`)
  }
}

/** A field that every call has must be bounded, or no call fits: an approval that covers nothing is a mistake. */
function checkCovered(operation: CompiledOperation, paths: readonly string[]): void {
  const { required = [] } = jsonSchemaOf(operation.input, 'input') as { readonly required?: readonly string[] }
  const missing = required.find((name) => !paths.some((path) => path === name || path.startsWith(`${name}.`)))
  if (missing === undefined) return
  const hidden = operation.definition.audit?.redact?.some((name) => name === missing || name.startsWith(`${missing}.`))
  const hint = hidden ? 'it is hidden from audit, so a person approves each call' : `name it, as { ${missing}: { any: true } }`
  throw new TypeError(`bounds: every call has ${missing}, and no bound names it: ${hint}`)
}

function approvalOf(operation: CompiledOperation, { approval }: GivenStandingApproval): Exclude<Approval, 'A0'> {
  const own = operation.classes.approval
  if (approval === undefined) {
    if (own !== 'A0') return own
    throw new ApprovalError(
      'invalid_input',
      `approval: ${operation.qualifiedName} needs none by itself: say which one a policy raises it to`,
    )
  }
  if (covers(approval, own)) return approval
  throw new ApprovalError('invalid_input', `approval: ${operation.qualifiedName} needs ${own}, which ${approval} does not cover`)
}

function countOf({ count }: GivenStandingApproval): number {
  if (Number.isSafeInteger(count) && count >= 1) return count
  throw new ApprovalError('invalid_input', `count: ${count} is not a number of calls`)
}

function expiryOf({ expiresAt }: GivenStandingApproval, now: number): number {
  const at = Date.parse(expiresAt)
  if (at > now && at <= now + year) return at
  throw new ApprovalError('invalid_input', `expiresAt: ${JSON.stringify(expiresAt)} is not a time within a year from now`)
}
