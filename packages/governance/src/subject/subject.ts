import type { Actor, AuditRow } from '@portico/core'

/**
 * Which further calls are about a person, besides those whose audited entity they are: by operation name, where in its input the
 * person appears and with what type. Lists on the way are walked.
 */
export type SubjectMapping = Readonly<Record<string, { readonly type: string; readonly path: string }>>

export interface SubjectReference {
  readonly tenantId: string
  /** `type/id`, as audit names entities: `customer/cus_42`. */
  readonly subject: string
  /** By qualified name: `{ 'stripe.createRefund': { type: 'customer', path: 'customer' } }`. */
  readonly mapping?: SubjectMapping
}

/** Everything the store holds of a person, as one document. */
export interface SubjectExport {
  readonly tenantId: string
  readonly subject: string
  /** RFC 3339. */
  readonly exportedAt: string
  readonly calls: readonly (Partial<AuditRow> & { readonly sequence: number })[]
  /** Results of those calls, as a repeat would receive them. */
  readonly results: readonly {
    readonly connector: string
    readonly operation: string
    readonly key: string
    readonly data: unknown
    /** What would undo the call. */
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
  /** CloudEvents that are waiting or were given up. */
  readonly events: readonly unknown[]
}

export interface SubjectErasure extends SubjectReference {
  /** Who is responsible for it. */
  readonly by: Actor
}

/** What was erased, in numbers only: the report must not hold what is gone. */
export interface ErasureReport {
  readonly tenantId: string
  /** SHA-256 of tenant and subject, as in the audit's tombstones. */
  readonly subjectHash: string
  readonly auditRows: number
  readonly results: number
  readonly approvals: number
  readonly tasks: number
  readonly deadLetters: number
  readonly proofs: number
  /**
   * Calls about the person that wait for a decision: they are kept, with the audit rows that lead to them. Erase again
   * afterwards.
   */
  readonly openApprovals: number
  /** Long operations about the person that are still running, kept in the same way. */
  readonly openTasks: number
  /** Events about the person not yet delivered: let a relay deliver them, then erase again. */
  readonly waitingEvents: number
}
