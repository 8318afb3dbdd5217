import type { Write } from '../store/group-commit.ts'
import { type EventToKeep, keepEvents } from './keep-events.ts'
import type { Burial, Lease, Postponement, WaitingEvent } from './outbox.ts'
import {
  countAttempts,
  deleteEvent,
  endLease,
  insertDeadLetter,
  postponeEntity,
  renewLease,
  takeLease,
} from './outbox-statements.ts'

export const publish: Write<EventToKeep, void> = {
  name: 'outbox-1-publish',
  independent: true,
  async run(session, events) {
    await keepEvents(session, events)
    return events.map(nothing)
  },
}

interface LeaseRequest extends Omit<Lease, 'failures'> {
  readonly until: number
  readonly now: number
}

/** Answers with the lease; undefined if another relay has it. */
export const take: Write<LeaseRequest, Lease | undefined> = {
  name: 'outbox-2-take',
  async run(session, requests) {
    // Of two relays in this process, the first one wins. Relays of different processes lock entities in the same order.
    const first = [...new Map(requests.toReversed().map((request) => [keyOf(request), request])).values()]
    const sorted = first.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    const rows = await session.each<Lease>(
      takeLease,
      sorted.map(({ sink, entity, holder, until, now }) => [sink, entity, holder, until, now]),
    )
    const taken = new Map(rows.map((row) => [keyOf(row), row]))
    return requests.map((request) => {
      const lease = taken.get(keyOf(request))
      return lease?.holder === request.holder ? lease : undefined
    })
  },
}

/** Answers whether the lease was still held. */
export const renew: Write<{ readonly lease: Lease; readonly until: number }, boolean> = {
  name: 'outbox-3-renew',
  async run(session, renewals) {
    const rows = await session.each<Lease>(
      renewLease,
      renewals.map(({ lease, until }) => [until, ...heldBy(lease)]),
    )
    const renewed = new Set(rows.map(keyOf))
    return renewals.map(({ lease }) => renewed.has(keyOf(lease)))
  },
}

export const delivered: Write<number, void> = {
  name: 'outbox-4-delivered',
  async run(session, positions) {
    await session.each(
      deleteEvent,
      positions.map((position) => [position]),
    )
    return positions.map(nothing)
  },
}

export const bury: Write<Burial & { readonly event: WaitingEvent; readonly at: number }, void> = {
  name: 'outbox-5-bury',
  async run(session, burials) {
    await session.each(
      insertDeadLetter,
      burials.map(({ event: dead, code, reason, attempts, at }) => {
        const { sink, entity, tenantId, eventId, type, event, publishedAt } = dead
        return [sink, entity, tenantId, eventId, type, event, publishedAt, code, reason, attempts, at]
      }),
    )
    await session.each(
      deleteEvent,
      burials.map(({ event: { position } }) => [position]),
    )
    return burials.map(nothing)
  },
}

export const postpone: Write<Postponement & { readonly lease: Lease }, void> = {
  name: 'outbox-6-postpone',
  async run(session, postponed) {
    await session.each(
      postponeEntity,
      postponed.map(({ until, failures, lease }) => [until, failures, ...heldBy(lease)]),
    )
    await session.each(
      countAttempts,
      postponed.flatMap(({ counted }) => (counted ? [[counted.attempts, counted.position]] : [])),
    )
    return postponed.map(nothing)
  },
}

export const end: Write<Lease, void> = {
  name: 'outbox-7-end',
  async run(session, leases) {
    await session.each(endLease, leases.map(heldBy))
    return leases.map(nothing)
  },
}

function heldBy({ sink, entity, holder }: Lease): [string, string, string] {
  return [sink, entity, holder]
}

function keyOf({ sink, entity }: Pick<Lease, 'sink' | 'entity'>): string {
  return JSON.stringify([sink, entity])
}

function nothing(): void {}
