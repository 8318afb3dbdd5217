import type { ApprovalRequest, AskedApproval } from '@portico/core'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../store/database.ts'
import type { Cipher } from '../tokens/cipher.ts'
import { intentOf, requestFacts } from './approval-row.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { sealInput } from './sealed-input.ts'
import type { SlaMs } from './sla.ts'
import { storedDecision } from './stored-call.ts'
import { isDecided, undecided } from './undecided.ts'

/** Stores a request unless one of the same intent is already open, in this instance or another. */
export async function ask(db: Kysely<Database>, cipher: Cipher, slaMs: SlaMs, request: ApprovalRequest): Promise<AskedApproval> {
  const row = await rowOf(cipher, slaMs, request)
  const earlier = await db.transaction().execute((transaction) => insertOrFind(transaction, row))
  if (!earlier) return { state: 'requested', request }
  // The intent includes the hash of the arguments, so they are the same.
  const asked = { ...requestFacts(earlier), input: request.input }
  if (!isDecided(earlier)) return { state: 'pending', request: asked }
  return { state: 'decided', request: asked, decision: await storedDecision(cipher, earlier) }
}

/** Undefined if the row was inserted. */
async function insertOrFind(transaction: Transaction<Database>, row: ApprovalRow): Promise<ApprovalRow | undefined> {
  await transaction
    .updateTable('approvals')
    .set({ open: 0 })
    .where('tenant_id', '=', row.tenant_id)
    .where('intent', '=', row.intent)
    .where('open', '=', 1)
    .where('expires_at', '<=', row.requested_at)
    .execute()
  const inserted = await transaction
    .insertInto('approvals')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) return undefined
  return transaction
    .selectFrom('approvals')
    .selectAll()
    .where('tenant_id', '=', row.tenant_id)
    .where('intent', '=', row.intent)
    .where('open', '=', 1)
    .executeTakeFirstOrThrow()
}

async function rowOf(cipher: Cipher, slaMs: SlaMs, request: ApprovalRequest): Promise<ApprovalRow> {
  const { id, tenantId, actor, requiredApproval } = request
  if (requiredApproval === 'A0') throw new RangeError('a call of class A0 needs no approval')
  const requestedAt = Date.parse(request.requestedAt)
  const expiresAt = Date.parse(request.expiresAt)
  return {
    tenant_id: tenantId,
    id,
    account: request.account,
    connector: request.connector,
    connector_version: request.connectorVersion,
    operation: request.operation,
    actor_type: actor.type,
    actor_id: actor.id,
    actor_via: actor.via ?? null,
    classes: JSON.stringify(request.classes),
    required_approval: requiredApproval,
    rule: request.rule,
    reason: request.reason,
    input: await sealInput(cipher, request.input, request.argumentsHash, { tenantId, id, version: 'requested' }),
    shown_input: JSON.stringify(request.redactedInput),
    arguments_hash: request.argumentsHash,
    pin: request.pin,
    idempotency_key: request.idempotencyKey,
    correlation_id: request.correlationId ?? null,
    intent: intentOf(request),
    open: 1,
    requested_at: requestedAt,
    due_at: Math.min(requestedAt + slaMs[requiredApproval], expiresAt),
    expires_at: expiresAt,
    ...undecided,
    recorded_at: null,
    used_at: null,
    expiry_told_at: null,
  }
}
