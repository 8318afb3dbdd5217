export interface IntentRow {
  readonly tenant_id: string
  readonly client: string
  /** Actor and person, as JSON. */
  readonly caller: string
  readonly operation: string
  readonly arguments_hash: string
  readonly key: string
  /** Epoch milliseconds. */
  readonly opened_at: number
  readonly settled_at: number | null
  /** When the key was last given to a call other than the one that opened it. */
  readonly joined_at: number | null
}

export interface IntentTables {
  readonly intents: IntentRow
}
