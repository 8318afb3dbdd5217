export interface AuditRowRow {
  readonly tenant_id: string
  readonly sequence: number
  /** SHA-256 in hex, like `previous` and `content`. */
  readonly hash: string
  readonly previous: string
  readonly content: string
  /** Canonical JSON, byte for byte as hashed. */
  readonly text: string
}

export interface AuditHeadRow {
  readonly tenant_id: string
  readonly sequence: number
  readonly hash: string
}

export interface AuditTables {
  readonly audit_rows: AuditRowRow
  readonly audit_heads: AuditHeadRow
}
