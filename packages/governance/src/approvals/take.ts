import type { TakenApproval } from '@portico/core'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { Cipher } from '../tokens/cipher.ts'
import { isApprovalError } from './approval-error.ts'
import { decisionOf, instant } from './approval-row.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { type DecisionClaims, verifyDecision } from './decision-token.ts'
import { findApproval } from './find-approval.ts'
import { giveBack } from './give-back.ts'
import type { SigningKeys } from './signing-keys.ts'
import { storedDecision, storedRequest } from './stored-call.ts'
import { isDecided } from './undecided.ts'

interface TakeContext {
  readonly db: Kysely<Database>
  readonly cipher: Cipher
  readonly signingKeys: SigningKeys
  readonly tenantId: string
  readonly now: () => number
}

/** Uses up the decision that the token was issued for. The first instance to take it wins. */
export async function take(context: TakeContext, token: string): Promise<TakenApproval> {
  const verified = verifyDecision(context.signingKeys, token)
  if (verified.state === 'forged') return refused(verified.reason)
  try {
    return await (verified.state === 'none' ? lookUp(context, token) : useUp(context, verified.claims))
  } catch (error) {
    if (isApprovalError(error)) return refused(error.message)
    throw error
  }
}

/** An approval named by its id: it waits, was rejected, or has a token that must be given instead. */
async function lookUp({ db, cipher, tenantId, now }: TakeContext, id: string): Promise<TakenApproval> {
  const row = await findApproval(db, tenantId, id)
  if (!row) return unknown
  if (isDecided(row) && row.outcome === 'reject') {
    return { state: 'decided', request: await storedRequest(cipher, row), decision: decisionOf(row, undefined) }
  }
  if (now() >= row.expires_at) return expired(row.expires_at)
  if (!isDecided(row)) return { state: 'pending', request: await storedRequest(cipher, row) }
  return row.used_at === null ? refused('the id of an approval is not its token') : usedBefore
}

async function useUp({ db, cipher, tenantId, now }: TakeContext, claims: DecisionClaims): Promise<TakenApproval> {
  // Worded as for one that does not exist, so that another tenant learns nothing.
  if (claims.tenantId !== tenantId) return unknown
  const takenAt = now()
  if (takenAt >= claims.expiresAt) return expired(claims.expiresAt)
  const row = await findApproval(db, tenantId, claims.approvalId)
  if (!row) return unknown
  const other = differsFrom(row, claims)
  if (other !== undefined) return refused(`it was given for ${other}`)
  const request = await storedRequest(cipher, row)
  const decision = await storedDecision(cipher, row)
  const used = await db
    .updateTable('approvals')
    .set({ used_at: takenAt, open: 0 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', row.id)
    .where('token_id', '=', claims.tokenId)
    .where('open', '=', 1)
    .where('recorded_at', 'is not', null)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return used ? { state: 'decided', request, decision, giveBack: () => giveBack(db, row, takenAt, now()) } : usedBefore
}

/** Compares what was signed with what is stored; neither alone runs a call. */
function differsFrom(row: ApprovalRow, claims: DecisionClaims): string | undefined {
  if (row.outcome !== claims.outcome || row.token_id !== claims.tokenId || row.decided_by !== claims.by) return 'another decision'
  if (row.executed_hash !== claims.argumentsHash) return 'other arguments'
  if (row.pin !== claims.pin) return 'another definition of the operation'
  if (row.connector_version !== claims.connectorVersion) return 'another version of the connector'
  if (row.actor_type !== claims.actor.type || row.actor_id !== claims.actor.id) return 'another actor'
  if (row.connector !== claims.connector || row.operation !== claims.operation) return 'another operation'
  return row.account === claims.account && row.expires_at === claims.expiresAt ? undefined : 'another account or time'
}

const unknown = refused('unknown to this tenant')
const usedBefore = refused('it was used before')

function expired(at: number): TakenApproval {
  return refused(`it expired at ${instant(at)}`)
}

function refused(reason: string): TakenApproval {
  return { state: 'refused', reason }
}
