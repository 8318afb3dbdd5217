import type { ClaimAnswer, ClaimRequest, Receipt } from '@portico/core'
import type { ClaimRow } from './claim-tables.ts'

/** What an earlier claim under the key means for this one. */
export function claimAnswer(row: ClaimRow, request: ClaimRequest): ClaimAnswer {
  const { argumentsHash } = request
  // The original caller of an edited call knows what it asked for, the resumed one what was sent.
  if (argumentsHash !== row.arguments_hash && argumentsHash !== row.requested_hash) return { state: 'conflict' }
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
