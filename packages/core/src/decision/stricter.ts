import type { Policy, PolicyDecision } from '../ports/policy.ts'
import { covers } from './decide.ts'

/** Asks both policies and takes the stricter answer: a denial before a raised approval, and the higher of two approvals. */
export function stricter(one: Policy | undefined, other: Policy | undefined): Policy | undefined {
  if (!one || !other) return one ?? other
  return {
    decide(request) {
      const [first, second] = [one.decide(request), other.decide(request)]
      if (!(first instanceof Promise) && !(second instanceof Promise)) return strictest([first, second])
      return Promise.all([Promise.resolve(first), Promise.resolve(second)]).then(strictest)
    },
  }
}

function strictest(decisions: readonly PolicyDecision[]): PolicyDecision {
  // An unknown decision denies as well; the call path says so.
  const denial = decisions.find(({ effect }) => effect !== 'abstain' && effect !== 'raise' && effect !== 'granted')
  if (denial) return denial
  const [first, second] = decisions.filter((decision) => decision.effect === 'raise')
  if (first && second) return covers(first.approval, second.approval) ? first : second
  return first ?? decisions.find(({ effect }) => effect === 'granted') ?? { effect: 'abstain' }
}
