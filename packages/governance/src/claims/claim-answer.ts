import type { Actor, ClaimAnswer, ClaimRequest, Receipt } from '@portico/core'
import type { ClaimRow } from './claim-tables.ts'

/** Whose a key is. No type has a colon. */
export function actorText({ type, id }: Actor): string {
  return `${type}:${id}`
}

/** What an earlier claim under the key means for this one. */
export function claimAnswer(row: ClaimRow, request: ClaimRequest): ClaimAnswer {
  const { argumentsHash, actor } = request
  if (row.actor !== null && row.actor !== actorText(actor)) return { state: 'conflict', with: 'actor' }
  // The original caller of an edited call knows what it asked for, the resumed one what was sent.
  if (argumentsHash !== row.arguments_hash && argumentsHash !== row.requested_hash)
    return { state: 'conflict', with: 'arguments' }
  if (row.state === 'finished') {
    const receipt = JSON.parse(row.receipt!) as Receipt
    return {
      state: 'finished',
      outcome: { commitState: row.commit_state!, receipt, ...(row.data !== null && { data: row.data }) },
    }
  }
  if (row.state === 'held' && request.at < row.deadline) return { state: 'in_progress' }
  return { state: 'abandoned', firstAt: row.first_at, lastAt: row.deadline, argumentsHash: row.arguments_hash }
}
