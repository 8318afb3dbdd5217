import type { Actor, ClaimAnswer, ClaimRequest } from '@portico/core'
import type { Cipher } from '../tokens/cipher.ts'
import type { ClaimRow, ReadClaim } from './claim-tables.ts'
import { openResult } from './kept-result.ts'

/** The owner of a key. Actor types never contain a colon. */
export function actorText({ type, id }: Actor): string {
  return `${type}:${id}`
}

/** What an earlier claim under the key means for this one. */
export async function claimAnswer(cipher: Cipher | undefined, row: ReadClaim, request: ClaimRequest): Promise<ClaimAnswer> {
  const { argumentsHash, actor } = request
  if (row.actor !== null && row.actor !== actorText(actor)) return { state: 'conflict', with: 'actor' }
  // The original caller of an edited call knows the arguments it requested, the resumed one those that were sent.
  if (argumentsHash !== row.arguments_hash && argumentsHash !== row.requested_hash)
    return { state: 'conflict', with: 'arguments' }
  if (row.state === 'finished') return finished(cipher, row)
  // Errors state times by the caller's own clock.
  const { now = request.at } = row
  if (row.state === 'held' && now < row.deadline) return { state: 'in_progress' }
  const ahead = now - request.at
  return { state: 'abandoned', firstAt: row.first_at - ahead, lastAt: row.deadline - ahead, argumentsHash: row.arguments_hash }
}

async function finished(cipher: Cipher | undefined, row: ClaimRow): Promise<ClaimAnswer> {
  const commitState = row.commit_state!
  try {
    return { state: 'finished', outcome: { commitState, ...(await openResult(cipher, row)) } }
  } catch (reason) {
    return { state: 'unreadable', commitState, reason: reason as Error }
  }
}
