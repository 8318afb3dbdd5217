import type { ClaimAnswer, ClaimKey, ClaimOutcome, ClaimRequest, Claims, HeldClaim } from '../claims.ts'

interface Held {
  /** The call that claimed the key first. */
  readonly owner: ClaimRequest
  claimant: string
  deadline: number
  state: 'held' | 'finished' | 'abandoned'
  outcome: ClaimOutcome | undefined
  /** Another owner's claim under the same key: by key alone, collisions are rare. */
  next: Held | undefined
}

/**
 * In-memory claims. Beyond `most`, only finished claims are dropped: one that is held, or whose outcome is unknown, is what stops
 * a second effect.
 */
export function memoryClaims(options: { most?: number } = {}): Claims {
  const most = options.most ?? 10_000
  // By key only: joining the five parts of an owner would cost more than everything else.
  const byKey = new Map<string, Held>()
  const finished: Held[] = []
  let oldest = 0

  const find = (owner: ClaimKey): Held | undefined => {
    let held = byKey.get(owner.key)
    while (held && !sameOwner(held.owner, owner)) held = held.next
    return held
  }

  const unfinished = (held: HeldClaim): Held | undefined => {
    const claim = find(held)
    return claim && claim.claimant === held.claimant && claim.state !== 'finished' ? claim : undefined
  }

  const remove = (claim: Held): void => {
    const { key } = claim.owner
    let before = byKey.get(key)
    if (before === claim) {
      if (claim.next) byKey.set(key, claim.next)
      else byKey.delete(key)
      return
    }
    while (before && before.next !== claim) before = before.next
    if (before) before.next = claim.next
  }

  return {
    find(request) {
      const claim = find(request)
      return claim && answer(claim, request)
    },
    claim(request) {
      const earlier = find(request)
      if (earlier) return answer(earlier, request)
      const { key, claimant, deadline } = request
      const next = byKey.get(key)
      byKey.set(key, { owner: request, claimant, deadline, state: 'held', outcome: undefined, next })
      return claimed
    },
    takeOver(request) {
      const claim = find(request)
      if (!claim || claim.owner.argumentsHash !== request.argumentsHash || claim.state === 'finished') return false
      if (claim.state === 'held' && request.at < claim.deadline) return false
      claim.state = 'held'
      claim.claimant = request.claimant
      claim.deadline = request.deadline
      return true
    },
    finish(held, outcome) {
      const claim = find(held)
      if (!claim || claim.state === 'finished') return
      claim.state = 'finished'
      claim.outcome = outcome
      if (finished.length < most) {
        finished.push(claim)
        return
      }
      remove(finished[oldest]!)
      finished[oldest] = claim
      oldest = (oldest + 1) % most
    },
    release(held) {
      const claim = unfinished(held)
      if (claim) remove(claim)
    },
    abandon(held, lastAt) {
      const claim = unfinished(held)
      if (!claim) return
      claim.state = 'abandoned'
      claim.deadline = lastAt
    },
  }
}

const claimed: ClaimAnswer = { state: 'claimed' }

function sameOwner(one: ClaimKey, other: ClaimKey): boolean {
  return (
    one.operation === other.operation &&
    one.tenantId === other.tenantId &&
    one.account === other.account &&
    one.connector === other.connector
  )
}

function answer(claim: Held, request: ClaimRequest): ClaimAnswer {
  const { argumentsHash, actor } = request
  const { actor: holder, argumentsHash: sent, requestedHash: asked, at: firstAt } = claim.owner
  if (actor.id !== holder.id || actor.type !== holder.type) return { state: 'conflict', with: 'actor' }
  // The original caller of an edited call knows what it requested, the resumed call what was sent.
  if (argumentsHash !== sent && argumentsHash !== asked) return { state: 'conflict', with: 'arguments' }
  if (claim.state === 'finished') return { state: 'finished', outcome: claim.outcome! }
  if (claim.state === 'held' && request.at < claim.deadline) return { state: 'in_progress' }
  return { state: 'abandoned', firstAt, lastAt: claim.deadline, argumentsHash: sent }
}
