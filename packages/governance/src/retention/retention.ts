import type { Actor, Duration } from '@portico/core'

export type RetentionPlane = 'runtime' | 'data'

/** How long each kind of record is kept, by plane: `90d`, `36h`. Whatever is not named is kept. */
export interface RetentionRules {
  readonly runtime?: {
    /**
     * Texts of audit rows. Their hashes stay, and a row says what was purged. Exporting or erasing a person's results and
     * approvals relies on these texts, so neither may be kept for longer.
     */
    readonly audit?: Duration
    /** Resolved proofs, and agents' action claims. */
    readonly proofs?: Duration
    /** Results of finished calls. A key used again after that acts again, so keep them longer than callers repeat theirs. */
    readonly receipts?: Duration
    /** Approvals that are used, rejected or expired, and ended standing approvals with their shares. */
    readonly approvals?: Duration
    readonly deadLetters?: Duration
    /** Closed ones. */
    readonly incidents?: Duration
  }
  /**
   * `runs`: the history of syncs; other names are targets that the platform provides. Records and sync states are kept at the
   * destination.
   */
  readonly data?: { readonly runs?: Duration } & Readonly<Record<string, Duration>>
}

/** One kind of record with a retention period. */
export interface RetentionTarget {
  readonly plane: RetentionPlane
  readonly name: string
  /** How many records are older than that (epoch milliseconds). */
  count(tenantId: string, before: number): Promise<number>
  /** Purges them and returns how many there were. */
  purge(tenantId: string, before: number, by: Actor): Promise<number>
}

/** What was purged of one target, or would be in a dry run. */
export interface RetentionResult {
  readonly plane: RetentionPlane
  readonly name: string
  readonly tenantId: string
  /** RFC 3339: everything older is purged. */
  readonly before: string
  readonly rows: number
}
