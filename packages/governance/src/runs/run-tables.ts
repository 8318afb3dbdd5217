export type SyncRunStatus = 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

/** Times are epoch milliseconds. */
export interface SyncRunRow {
  readonly tenant_id: string
  readonly id: string
  readonly account: string
  readonly connector: string
  /** The destination's address, without a password. */
  readonly destination: string
  readonly status: SyncRunStatus
  readonly started_at: number
  /** Null while it runs, and if its process was killed. */
  readonly ended_at: number | null
  /** The outcome, as JSON. */
  readonly report: string | null
}

export interface RunTables {
  readonly sync_runs: SyncRunRow
}
