import type { ApprovalDecision, ApprovalRequest } from '@portico/core'
import type { Cipher } from '../tokens/cipher.ts'
import { decisionOf, requestFacts } from './approval-row.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { openInput } from './sealed-input.ts'

/** The request with its arguments. Rejects with an `ApprovalError` if they are not the ones that were shown. */
export async function storedRequest(cipher: Cipher, row: ApprovalRow): Promise<ApprovalRequest> {
  const place = { tenantId: row.tenant_id, id: row.id, version: 'requested' } as const
  return { ...requestFacts(row), input: await openInput(cipher, row.input, row.arguments_hash, place) }
}

/** The decision on it, with the amended arguments of an edit. */
export async function storedDecision(cipher: Cipher, row: ApprovalRow): Promise<ApprovalDecision> {
  if (row.outcome !== 'edit') return decisionOf(row, undefined)
  const place = { tenantId: row.tenant_id, id: row.id, version: 'edited' } as const
  return decisionOf(row, await openInput(cipher, row.edited_input!, row.executed_hash!, place))
}
