import type { Approval, Policy, PolicyRequest } from '@portico/core'

/** A rule's verdict on a call. It can only tighten what the decision table derives. */
export type Ruling = { readonly deny: string } | { readonly raise: Exclude<Approval, 'A0'>; readonly reason: string }

/** A policy that is named in receipts, errors and audit rows. */
export interface NamedPolicy extends Policy {
  readonly name: string
}

/** A policy as one function. Return undefined to abstain; if it throws, the call is denied. */
export function rule(
  name: string,
  ruling: (request: PolicyRequest) => Ruling | undefined | Promise<Ruling | undefined>,
): NamedPolicy {
  if (!/^[a-z][a-z0-9_.-]{0,99}$/.test(name)) {
    throw new TypeError(
      `rule ${JSON.stringify(name)}: a name is lower-case letters, digits, '.', '_' and '-', such as finance.large_amounts`,
    )
  }
  return {
    name,
    decide(request) {
      const said = ruling(request)
      return said instanceof Promise ? said.then((settled) => decisionOf(name, settled)) : decisionOf(name, said)
    },
  }
}

function decisionOf(name: string, ruling: Ruling | undefined) {
  if (ruling === undefined) return { effect: 'abstain' } as const
  if ('deny' in ruling) return { effect: 'deny', rule: name, reason: ruling.deny } as const
  return { effect: 'raise', approval: ruling.raise, rule: name, reason: ruling.reason } as const
}
