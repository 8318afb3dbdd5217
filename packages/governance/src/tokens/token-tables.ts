export interface TokenRow {
  readonly tenant_id: string
  readonly key: string
  readonly sealed: Uint8Array
  readonly written_at: number
}

export interface TokenTables {
  readonly tokens: TokenRow
}
