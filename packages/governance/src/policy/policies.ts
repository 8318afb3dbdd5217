import { covers, type Policy, type PolicyDecision, type PolicyRequest } from '@portico/core'
import { checkDecision } from './check-decision.ts'
import type { NamedPolicy } from './rule.ts'
import { within } from './within.ts'

export interface PoliciesOptions {
  /** Milliseconds each policy has to decide; too late counts as a denial. Default: 1,000. */
  readonly timeoutMs?: number
}

type Answer = PolicyDecision | Promise<PolicyDecision>

/**
 * Combines policies. The first denial in list order wins, else the highest raise; a grant stands if it covers every raise. A
 * policy that throws, hangs or returns no valid decision denies, so reordering never lets a call through. A function that blocks
 * the thread cannot be timed out: make long work asynchronous.
 */
export function policies(list: readonly (Policy | NamedPolicy)[], options: PoliciesOptions = {}): Policy {
  const { timeoutMs = 1_000 } = options
  if (!(timeoutMs > 0)) throw new RangeError(`timeoutMs: ${timeoutMs} is not a valid time limit`)
  const members = list.map((policy, index) => ({ policy, name: 'name' in policy ? policy.name : `policy ${index + 1}` }))
  return {
    decide(request) {
      const asked: Answer[] = []
      for (const { policy, name } of members) {
        const answer = ask(policy, name, request, timeoutMs)
        asked.push(answer)
        // Nothing asked after a denial could undo it.
        if ('effect' in answer && answer.effect === 'deny') break
      }
      if (asked.every((answer) => 'effect' in answer)) return combine(asked)
      return Promise.all(asked.map(async (answer) => answer)).then(combine)
    },
  }
}

function ask(policy: Policy, name: string, request: PolicyRequest, timeoutMs: number): Answer {
  const failed = (error: unknown): PolicyDecision => ({
    effect: 'deny',
    rule: 'policy.error',
    reason: `${name} failed, and a policy that fails denies: ${error instanceof Error ? error.message : 'it threw no error'}`,
  })
  try {
    const answer = policy.decide(request)
    if (!(answer instanceof Promise)) return checkDecision(answer)
    return within(answer, timeoutMs).then(checkDecision).catch(failed)
  } catch (error) {
    return failed(error)
  }
}

function combine(decisions: readonly PolicyDecision[]): PolicyDecision {
  const denial = decisions.find(({ effect }) => effect === 'deny')
  if (denial) return denial
  const raise = highest(decisions.filter((decision) => decision.effect === 'raise'))
  const grant = highest(decisions.filter((decision) => decision.effect === 'granted'))
  if (grant && (!raise || covers(grant.approval, raise.approval))) return grant
  return raise ?? { effect: 'abstain' }
}

/** The first of those with the highest approval. */
function highest<Decision extends Extract<PolicyDecision, { effect: 'raise' | 'granted' }>>(
  decisions: readonly Decision[],
): Decision | undefined {
  return decisions.reduce<Decision | undefined>(
    (most, decision) => (most && covers(most.approval, decision.approval) ? most : decision),
    undefined,
  )
}
