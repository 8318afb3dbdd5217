import type { Actor, Duration } from '@portico/core'

export type RetentionPlane = 'runtime' | 'data'

/** How long each kind of thing is kept, by plane; what is not named is kept. `90d`, `36h`. */
export interface RetentionRules {
  readonly runtime?: {
    /**
     * Texts of audit rows. Their hashes stay, and a row says what was purged. Results and approvals of a person are found by these texts,
     * to export or erase them, so neither may be kept for longer.
     */
    readonly audit?: Duration
    /** Resolved proofs, and what agents said they did. */
    readonly proofs?: Duration
    /** Results of finished calls. A key that is used again after that acts again: longer than callers repeat theirs. */
    readonly receipts?: Duration
    /** Approvals that are used, rejected or expired, and standing ones that are over, with their shares. */
    readonly approvals?: Duration
    readonly deadLetters?: Duration
    /** Closed ones. */
    readonly incidents?: Duration
  }
  /** `runs`: the history of syncs; other names are of targets that the platform gives. Records and their states lie at the destination. */
  readonly data?: { readonly runs?: Duration } & Readonly<Record<string, Duration>>
}

/** One kind of thing that can be kept for a time. */
export interface RetentionTarget {
  readonly plane: RetentionPlane
  readonly name: string
  /** How many are older than that (epoch milliseconds). */
  count(tenantId: string, before: number): Promise<number>
  /** Purges them, and gives how many there were. */
  purge(tenantId: string, before: number, by: Actor): Promise<number>
}

/** What was purged of one target, or would be. */
export interface RetentionResult {
  readonly plane: RetentionPlane
  readonly name: string
  readonly tenantId: string
  /** RFC 3339: what is older is purged. */
  readonly before: string
  readonly rows: number
}
