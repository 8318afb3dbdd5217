import type { ClaimAnswer, ClaimKey, ClaimOutcome, ClaimRequest, Claims } from '../claims.ts'

interface Held {
  readonly argumentsHash: string
  readonly firstAt: number
  deadline: number
  state: 'held' | 'finished' | 'abandoned'
  outcome: ClaimOutcome | undefined
}

const id = (key: ClaimKey): string => `${key.tenantId}\n${key.account}\n${key.connector}\n${key.operation}\n${key.key}`

/**
 * Claims of this process. Only finished claims are dropped when there are more than `most`: one that is held or of unknown
 * outcome is what stops a second effect.
 */
export function memoryClaims(options: { most?: number } = {}): Claims {
  const most = options.most ?? 10_000
  const held = new Map<string, Held>()
  const finished = new Set<string>()

  const answer = (claim: Held, request: ClaimRequest): ClaimAnswer => {
    if (claim.argumentsHash !== request.argumentsHash) return { state: 'conflict' }
    if (claim.state === 'finished') return { state: 'finished', outcome: claim.outcome! }
    if (claim.state === 'held' && request.at < claim.deadline) return { state: 'in_progress' }
    return { state: 'abandoned', firstAt: claim.firstAt }
  }

  return {
    find(request) {
      const claim = held.get(id(request))
      return claim && answer(claim, request)
    },
    claim(request) {
      const key = id(request)
      const claim = held.get(key)
      if (claim) return answer(claim, request)
      held.set(key, {
        argumentsHash: request.argumentsHash,
        firstAt: request.at,
        deadline: request.deadline,
        state: 'held',
        outcome: undefined,
      })
      return claimed
    },
    takeOver(request) {
      const claim = held.get(id(request))
      if (!claim || claim.argumentsHash !== request.argumentsHash || claim.state === 'finished') return false
      if (claim.state === 'held' && request.at < claim.deadline) return false
      claim.state = 'held'
      claim.deadline = request.deadline
      return true
    },
    finish(key, outcome) {
      const name = id(key)
      const claim = held.get(name)
      if (!claim) return
      claim.state = 'finished'
      claim.outcome = outcome
      finished.add(name)
      if (finished.size > most) {
        const oldest = finished.values().next().value!
        finished.delete(oldest)
        held.delete(oldest)
      }
    },
    release(key) {
      held.delete(id(key))
    },
    abandon(key) {
      const claim = held.get(id(key))
      if (claim) claim.state = 'abandoned'
    },
  }
}

const claimed: ClaimAnswer = { state: 'claimed' }
