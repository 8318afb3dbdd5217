export interface TaskRow {
  readonly id: string
  readonly tenant_id: string
  readonly client: string
  /** Actor and person, as JSON. */
  readonly caller: string
  readonly operation: string
  readonly idempotency_key: string
  readonly status: string
  /** Epoch milliseconds, as all times here. */
  readonly created_at: number
  readonly due_at: number | null
  readonly leased_until: number
  readonly expires_at: number
  readonly version: number
  /** The whole record as JSON, or sealed in base64. */
  readonly record: string
}

export interface TaskTables {
  readonly tasks: TaskRow
}
