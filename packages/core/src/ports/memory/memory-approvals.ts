import { randomBytes } from 'node:crypto'
import { type ApprovalDecision, type ApprovalRequest, type Approvals, sameIntent } from '../approvals.ts'

/** In-memory approvals, with what a person needs in order to decide. */
export interface MemoryApprovals extends Approvals {
  pending(tenantId: string): readonly ApprovalRequest[]
  /** Records a decision and returns the token that `resume` takes, once. */
  decide(id: string, decision: ApprovalDecision): string
}

/** In-memory approvals, lost in a crash. */
export function memoryApprovals(options: { now?: () => number } = {}): MemoryApprovals {
  const now = options.now ?? Date.now
  const requests = new Map<string, { request: ApprovalRequest; decision?: ApprovalDecision; token?: string }>()
  const tokens = new Map<string, string>()
  const expired = (request: ApprovalRequest): boolean => now() >= Date.parse(request.expiresAt)

  const sameAsOf = (request: ApprovalRequest) => [...requests.values()].find((held) => sameIntent(held.request, request))

  return {
    request(request) {
      for (const [id, held] of requests) if (expired(held.request)) requests.delete(id)
      const held = sameAsOf(request)
      if (held?.decision) return { state: 'decided', request: held.request, decision: held.decision }
      if (held) return { state: 'pending', request: held.request }
      requests.set(request.id, { request })
      return { state: 'requested', request }
    },
    pending(tenantId) {
      return [...requests.values()]
        .filter((held) => held.request.tenantId === tenantId && !held.decision && !expired(held.request))
        .map((held) => held.request)
    },
    decide(id, decision) {
      const held = requests.get(id)
      if (!held || expired(held.request)) throw new RangeError(`approval ${id} is unknown or has expired: ask for it again`)
      if (held.decision) throw new RangeError(`approval ${id} was decided before`)
      if (decision.by.type !== 'human') throw new TypeError('only a person decides: by.type is human')
      if (decision.by.id === held.request.actor.id) throw new TypeError('nobody approves their own request')
      held.decision = decision
      held.token = randomBytes(32).toString('base64url')
      tokens.set(held.token, id)
      return held.token
    },
    collect(id, tenantId, requester) {
      const held = requests.get(id)
      if (!held || held.request.tenantId !== tenantId || expired(held.request)) return undefined
      const { actor } = held.request
      return actor.id === requester.id && actor.type === requester.type ? held.token : undefined
    },
    take(token, tenantId) {
      const id = tokens.get(token) ?? token
      const held = requests.get(id)
      if (!held || held.request.tenantId !== tenantId) {
        return { state: 'refused', reason: 'unknown to this tenant, or used before' }
      }
      if (expired(held.request)) return { state: 'refused', reason: `it expired at ${held.request.expiresAt}` }
      if (!held.decision) return { state: 'pending', request: held.request }
      if (!tokens.has(token)) return { state: 'refused', reason: 'the id of an approval is not its token' }
      tokens.delete(token)
      requests.delete(id)
      const giveBack = (): boolean => {
        if (expired(held.request) || sameAsOf(held.request)) return false
        tokens.set(token, id)
        requests.set(id, held)
        return true
      }
      return { state: 'decided', request: held.request, decision: held.decision, giveBack }
    },
  }
}
