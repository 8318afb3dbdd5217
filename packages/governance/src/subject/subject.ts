import type { Actor, AuditRow } from '@portico/core'

/**
 * Which calls are about a person beside those whose audited entity they are: by the operation's name, where in its input the person
 * stands and of what type. Lists on the way are walked.
 */
export type SubjectMapping = Readonly<Record<string, { readonly type: string; readonly path: string }>>

export interface SubjectReference {
  readonly tenantId: string
  /** `type/id`, as audit names entities: `customer/cus_42`. */
  readonly subject: string
  /** By qualified name: `{ 'stripe.createRefund': { type: 'customer', path: 'customer' } }`. */
  readonly mapping?: SubjectMapping
}

/** All that the store holds of a person, as one document. */
export interface SubjectExport {
  readonly tenantId: string
  readonly subject: string
  /** RFC 3339. */
  readonly exportedAt: string
  readonly calls: readonly (Partial<AuditRow> & { readonly sequence: number })[]
  /** Results of those calls, as a repeat would get them. */
  readonly results: readonly {
    readonly connector: string
    readonly operation: string
    readonly key: string
    readonly data: unknown
    /** What would take the call back. */
    readonly undo: unknown
  }[]
  readonly approvals: readonly {
    readonly id: string
    readonly operation: string
    readonly input: unknown
    readonly editedInput: unknown
  }[]
  /** Long operations that those calls started. */
  readonly tasks: readonly {
    readonly id: string
    readonly operation: string
    readonly status: string
    readonly input: unknown
    readonly result: unknown
  }[]
  /** CloudEvents that wait, or were given up. */
  readonly events: readonly unknown[]
}

export interface SubjectErasure extends SubjectReference {
  /** Who answers for it. */
  readonly by: Actor
}

/** What was erased, in numbers: the report must not hold what is gone. */
export interface ErasureReport {
  readonly tenantId: string
  /** SHA-256 of tenant and subject; the audit's tombstones carry it. */
  readonly subjectHash: string
  readonly auditRows: number
  readonly results: number
  readonly approvals: number
  readonly tasks: number
  readonly deadLetters: number
  readonly proofs: number
  /** Calls about the person that wait for a decision: they and the audit rows that lead to them are kept. Erase again after it. */
  readonly openApprovals: number
  /** Long operations about the person that run on, kept in the same way. */
  readonly openTasks: number
  /** Events about the person that no sink has yet: let a relay deliver them, and erase again. */
  readonly waitingEvents: number
}
