export interface LeaseRow {
  readonly tenant_id: string
  readonly name: string
  readonly holder: string
  readonly held_until: number
}

export interface LeaseTables {
  readonly leases: LeaseRow
}
