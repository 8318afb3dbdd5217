/** Who must agree before the call runs: A0 nobody, A1 a lead, A2 a function head, A3 an executive. */
export type Approval = 'A0' | 'A1' | 'A2' | 'A3'

/** How hard it is to take back: R0 automatic, R1 limited effort, R2 costly, R3 irreversible or externally binding. */
export type Reversibility = 'R0' | 'R1' | 'R2' | 'R3'

/** S0 public, S1 internal, S2 confidential, S3 regulated or personal. */
export type Sensitivity = 'S0' | 'S1' | 'S2' | 'S3'

/**
 * What a call changes: nothing, data at the vendor that reaches nobody, something that people see, or something that binds the
 * company.
 */
export type SideEffect = 'none' | 'internal_write' | 'external_message' | 'external_commitment'

/** A runs by itself, B needs an approval, C is forbidden. Always derived, never declared. */
export type ActionClass = 'A' | 'B' | 'C'

/** V0 informational, V1 operational, V2 customer-impacting, V3 regulatory or release-blocking. */
export type Severity = 'V0' | 'V1' | 'V2' | 'V3'

/**
 * The kind of an actor: observers and recommenders never commit; an executor is a service or an agent that acts; a workflow runs
 * by itself.
 */
export type ActorType = 'human' | 'observer_agent' | 'recommender_agent' | 'executor_system' | 'automated_workflow'

/** Who makes a call. Policies, approvals and audit know an actor by type and id. */
export interface Actor {
  readonly type: ActorType
  readonly id: string
  /** The OAuth client or agent that the actor works through, if it is not the actor itself. */
  readonly via?: string
}

/** The classes that an operation declares; the fifth input of the decision table is the actor's type. */
export interface Classes {
  readonly sideEffect: SideEffect
  readonly approval: Approval
  readonly reversibility: Reversibility
  readonly sensitivity: Sensitivity
}
