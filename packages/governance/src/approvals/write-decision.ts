import { randomBytes } from 'node:crypto'
import type { Actor } from '@portico/core'
import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { Cipher } from '../tokens/cipher.ts'
import type { AmendedInput } from './amended-input.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { sealInput } from './sealed-input.ts'

/** A decision that passed its checks. */
export interface NewDecision {
  readonly row: ApprovalRow
  readonly by: Actor
  readonly made:
    | { readonly outcome: 'approve' }
    | { readonly outcome: 'edit'; readonly amended: AmendedInput }
    | { readonly outcome: 'reject'; readonly reason: string }
}

/** A single statement, so that when several people decide at once, one wins. */
export async function writeDecision(
  db: Kysely<Database>,
  cipher: Cipher,
  { row, by, made }: NewDecision,
  now: number,
): Promise<ApprovalRow | undefined> {
  const changes = await changesOf(cipher, row, made)
  return db
    .updateTable('approvals')
    .set({ ...changes, outcome: made.outcome, decided_by: by.id, decided_via: by.via ?? null, decided_at: now })
    .where('tenant_id', '=', row.tenant_id)
    .where('id', '=', row.id)
    .where('outcome', 'is', null)
    .where('open', '=', 1)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

async function changesOf(cipher: Cipher, row: ApprovalRow, made: NewDecision['made']): Promise<Partial<ApprovalRow>> {
  if (made.outcome === 'reject') return { decision_reason: made.reason }
  const token_id = randomBytes(16).toString('base64url')
  if (made.outcome === 'approve') return { token_id, executed_hash: row.arguments_hash }
  const { input, hash, shown } = made.amended
  const place = { tenantId: row.tenant_id, id: row.id, version: 'edited' } as const
  return {
    token_id,
    executed_hash: hash,
    edited_input: await sealInput(cipher, input, hash, place),
    edited_shown_input: JSON.stringify(shown),
  }
}
