import type { Approval, Policy, PolicyDecision } from '@portico/core'
import type { ClientsOf, OperationNames } from './source.ts'

/** What a rule may answer: nothing, a higher approval, or a denial. It never lowers what the operation requires. */
export type RuleAnswer = { readonly raise: Exclude<Approval, 'A0'> } | { readonly deny: true } | undefined

/** A rule of a toolset, for one of its operations. */
export interface ToolRule {
  /** `stripe.createRefund` */
  readonly operation: string
  readonly policy: Policy
}

export type QualifiedNames<Source> = {
  [Name in keyof ClientsOf<Source> & string]: `${Name}.${OperationNames<ClientsOf<Source>[Name]>}`
}[keyof ClientsOf<Source> & string]

/** The input of an operation named like `stripe.createRefund`. */
export type InputAt<Source, Qualified extends string> = Qualified extends `${infer Name}.${infer Operation}`
  ? Name extends keyof ClientsOf<Source>
    ? Operation extends keyof ClientsOf<Source>[Name]
      ? ClientsOf<Source>[Name][Operation] extends (input: infer Input, ...rest: never) => unknown
        ? Input
        : never
      : never
    : never
  : never

/**
 * An extra rule for one operation. It receives the validated input with secrets hidden, wherever the operation is called through
 * the toolset; the deciding person reads `reason`. A rule that throws denies.
 */
export function toolRule<Source extends object, Qualified extends QualifiedNames<Source>>(
  _source: Source,
  operation: Qualified,
  reason: string,
  decide: (call: { readonly input: InputAt<Source, Qualified>; readonly tenantId: string }) => RuleAnswer,
): ToolRule {
  return {
    operation,
    policy: {
      decide: ({ input, tenantId }): PolicyDecision => {
        const answer = decide({ input: input as InputAt<Source, Qualified>, tenantId })
        if (!answer) return { effect: 'abstain' }
        const said = { rule: `toolset.${operation}`, reason }
        return 'raise' in answer ? { effect: 'raise', approval: answer.raise, ...said } : { effect: 'deny', ...said }
      },
    },
  }
}

/** All rules of one operation as one policy; undefined if there are none. */
export function policyOf(rules: readonly ToolRule[], operation: string): Policy | undefined {
  const own = rules.filter((candidate) => candidate.operation === operation)
  if (own.length === 0) return undefined
  const strictness = (decision: PolicyDecision): string =>
    decision.effect === 'deny' ? 'B' : decision.effect === 'raise' ? decision.approval : ''
  return {
    decide: async (request) => {
      const decisions = await Promise.all(own.map(async ({ policy }) => policy.decide(request)))
      return decisions.reduce((one, other) => (strictness(other) > strictness(one) ? other : one))
    },
  }
}
