import type { ActionClass, ActorType, Approval, Classes, Reversibility } from '../contract/classes.ts'

/** The inputs of the decision table. */
export interface DecisionInput {
  readonly classes: Classes
  readonly actorType: ActorType
  readonly correlationId: string | undefined
}

/** The class of an action, with the rule and the reason. */
export interface Decided {
  readonly actionClass: ActionClass
  /** Which row of the table decided. */
  readonly rule: DecisionRule
  readonly reason: string
  /** The approval that a class B call needs. */
  readonly requires: Approval
}

export type DecisionRule =
  | 'table.observer_never_commits'
  | 'table.approval_below_reversibility'
  | 'table.regulated_data_without_approval'
  | 'table.external_without_correlation'
  | 'table.human_decision_for_costly_or_irreversible'
  | 'table.approval_class'
  | 'table.person_acts'
  | 'table.no_approval_needed'

const leastApproval: Readonly<Record<Reversibility, Approval>> = { R0: 'A0', R1: 'A1', R2: 'A2', R3: 'A3' }

/** All others never commit, including unknown types. */
const committing: ReadonlySet<ActorType> = new Set(['human', 'executor_system', 'automated_workflow'])

/** True when `held` is at least `needed` on the scale A0 … A3. */
export function covers(held: Approval, needed: Approval): boolean {
  return held >= needed
}

/**
 * The decision table: the class of an action from its side effect, approval, reversibility, sensitivity and actor type. The first
 * rule that applies decides; forbidding rules come before those that ask, and those before the ones that allow.
 */
export function decide({ classes, actorType, correlationId }: DecisionInput): Decided {
  const { sideEffect, approval, reversibility, sensitivity } = classes
  const to = (actionClass: ActionClass, rule: DecisionRule, reason: string): Decided => ({
    actionClass,
    rule,
    reason,
    requires: approval,
  })

  if (sideEffect !== 'none' && !committing.has(actorType)) {
    return to('C', 'table.observer_never_commits', `${actorType} never commits: an executor or a person makes this call`)
  }
  if (!covers(approval, leastApproval[reversibility])) {
    return to(
      'C',
      'table.approval_below_reversibility',
      `${reversibility} needs ${leastApproval[reversibility]} at least, it has ${approval}`,
    )
  }
  if (sensitivity === 'S3' && approval === 'A0') {
    return to('C', 'table.regulated_data_without_approval', 'S3 data is never A0')
  }
  if ((sideEffect === 'external_message' || sideEffect === 'external_commitment') && !correlationId?.trim()) {
    return to(
      'C',
      'table.external_without_correlation',
      `${sideEffect} needs a correlation id: pass correlationId, of the order, ticket or incident that it is for`,
    )
  }
  if (reversibility === 'R2' || reversibility === 'R3') {
    return to(
      'B',
      'table.human_decision_for_costly_or_irreversible',
      `${reversibility} always needs a human decision (${approval})`,
    )
  }
  // A1 asks for a person, and a person who makes the call is one. A2 and A3 ask for someone else's decision.
  if (approval === 'A1' && actorType === 'human')
    return to('A', 'table.person_acts', 'a person acts, and A1 asks for no second one')
  if (approval !== 'A0') return to('B', 'table.approval_class', `approval class ${approval} needs a human decision`)
  return to('A', 'table.no_approval_needed', 'nothing in its classes asks for a decision')
}
