import type { Generated } from 'kysely'

/** An event that waits for one sink. */
export interface OutboxTable {
  readonly position: Generated<number>
  readonly sink: string
  /** Tenant and subject as one text: the events of one entity keep their order. */
  readonly entity: string
  readonly tenant_id: string
  readonly event_id: string
  readonly type: string
  /** The structured CloudEvent. */
  readonly event: string
  /** Epoch milliseconds, as all times here. */
  readonly published_at: number
  readonly attempts: Generated<number>
}

export interface OutboxLeaseTable {
  readonly sink: string
  readonly entity: string
  readonly holder: string
  readonly until: number
  /** Failed deliveries in a row. */
  readonly failures: Generated<number>
}

export interface DeadLetterTable {
  readonly tenant_id: string
  readonly sink: string
  readonly event_id: string
  readonly entity: string
  readonly type: string
  readonly event: string
  readonly code: 'invalid' | 'refused' | 'failed'
  readonly reason: string
  readonly attempts: number
  readonly published_at: number
  readonly dead_at: number
}

export interface OutboxTables {
  readonly outbox: OutboxTable
  readonly outbox_leases: OutboxLeaseTable
  readonly dead_letters: DeadLetterTable
}
