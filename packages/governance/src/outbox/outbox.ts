import type { EventSink } from '@portico/core'
import type { PublishedEvent } from './prepared-event.ts'

export interface OutboxOptions {
  /** Names of the sinks that every event is kept for (default: `default`). Each has its own order and dead letters. */
  readonly sinks?: readonly string[]
  /** The `source` of the events, a URI reference. Default: `urn:portico`. */
  readonly source?: string
}

/** How many events wait for a sink, and since when. */
export interface Backlog {
  readonly sink: string
  readonly events: number
  /** Epoch milliseconds. */
  readonly oldestAt: number
}

/** Events, kept in the store until every sink has them. */
export interface Outbox extends EventSink {
  /** Resolves when the event is on disk for every sink. An event that its schema rejects becomes a dead letter. */
  publish(event: PublishedEvent): Promise<void>
  backlog(): Promise<readonly Backlog[]>
  /** For a relay. */
  readonly waiting: WaitingEvents
}

/** An event that waits for one sink. */
export interface WaitingEvent {
  /** Ascending in publishing order. */
  readonly position: number
  readonly sink: string
  readonly entity: string
  readonly tenantId: string
  readonly eventId: string
  readonly type: string
  /** The structured CloudEvent. */
  readonly event: string
  /** Epoch milliseconds. */
  readonly publishedAt: number
  /** Tries on which the sink failed. */
  readonly attempts: number
}

/** An entity that one relay holds. */
export interface Lease {
  readonly sink: string
  readonly entity: string
  readonly holder: string
  /** Failed deliveries in a row. */
  readonly failures: number
}

export interface Postponement {
  /** Epoch milliseconds. */
  readonly until: number
  readonly failures: number
  /** The event that the sink failed on, and how often. */
  readonly counted?: { readonly position: number; readonly attempts: number }
}

export interface Burial {
  readonly code: 'refused' | 'failed'
  readonly reason: string
  readonly attempts: number
}

/** What a relay does with the outbox's events. Times are epoch milliseconds. */
export interface WaitingEvents {
  readonly now: () => number
  /** Leases entities that have events and no holder, continuing after `after`. */
  take(request: {
    readonly sink: string
    readonly after: string
    readonly most: number
    readonly holder: string
    readonly until: number
  }): Promise<readonly Lease[]>
  /** The entity's first events, in order. */
  next(lease: Lease, most: number): Promise<readonly WaitingEvent[]>
  /** False if another relay has it now. */
  renew(lease: Lease, until: number): Promise<boolean>
  delivered(event: WaitingEvent): Promise<void>
  /** Moves an event to the dead letters. */
  bury(event: WaitingEvent, burial: Burial): Promise<void>
  /** Releases an entity, which nobody may take before the given time. */
  postpone(lease: Lease, postponement: Postponement): Promise<void>
  end(lease: Lease): Promise<void>
}
