export interface DeliveryRow {
  readonly tenant_id: string
  readonly connector: string
  readonly id: string
  readonly seen_at: number
  readonly kept_until: number
}

export interface DeliveryTables {
  readonly deliveries: DeliveryRow
}
