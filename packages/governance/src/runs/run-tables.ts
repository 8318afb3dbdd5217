export type SyncRunStatus = 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

/** Times are epoch milliseconds. */
export interface SyncRunRow {
  readonly tenant_id: string
  readonly id: string
  readonly account: string
  readonly connector: string
  /** Where it landed, without a password. */
  readonly destination: string
  readonly status: SyncRunStatus
  readonly started_at: number
  /** Null while it runs, and for one whose process was killed. */
  readonly ended_at: number | null
  /** What came of it, as JSON. */
  readonly report: string | null
}

export interface RunTables {
  readonly sync_runs: SyncRunRow
}
