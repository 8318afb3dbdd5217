import { randomUUID } from 'node:crypto'
import { type Clock, type IncidentSink, systemClock } from '@portico/core'
import type { DeliverySink } from '../sinks/delivery-sink.ts'
import { deliverEntity, type Delivered } from './deliver-entity.ts'
import type { Outbox } from './outbox.ts'
import { SinkPause } from './sink-pause.ts'

/** A failed delivery. */
export interface FailedDelivery {
  readonly sink: string
  readonly tenantId: string
  readonly eventId: string
  readonly type: string
  readonly reason: string
  /** Epoch milliseconds of the next try; absent if the event became a dead letter. */
  readonly nextAt: number | undefined
}

export interface RelayOptions {
  readonly outbox: Outbox
  /** Each delivers the events published under its name. */
  readonly sinks: readonly DeliverySink[]
  /** Entities delivered at once per sink. Default: 16. */
  readonly concurrency?: number
  /** Milliseconds for which an entity is leased; one delivery may take half of it. Default: 60,000. */
  readonly leaseMs?: number
  /** Milliseconds between polls of an empty outbox. Default: 500. */
  readonly pollMs?: number
  /** How often an event is tried before it becomes a dead letter. Default: 8. */
  readonly maxAttempts?: number
  readonly onFailure?: (failure: FailedDelivery) => void
  /** Told of dead letters, and of sinks that take nothing for long. */
  readonly incidents?: IncidentSink
  readonly clock?: Clock
}

/** What a relay has done, counted in events. */
export interface RelayReport {
  readonly delivered: number
  readonly failed: number
  /** Events that became dead letters. */
  readonly dead: number
}

/** Made by `eventRelay`. */
export interface EventRelay {
  /** Delivers until the signal aborts; deliveries under way are finished first. */
  run(signal: AbortSignal): Promise<RelayReport>
  /** Delivers what can be delivered now, then ends. Events whose next try is due later are left. */
  drain(signal: AbortSignal): Promise<RelayReport>
}

/**
 * Delivers events at least once, those of each entity in order. Relays of several processes share the work: an entity is leased
 * to one at a time. If two relays both believe to hold one (the first was suspended for longer than its lease), each delivers
 * from the first remaining event on, so whatever a consumer sees for the first time still arrives in order.
 */
export function eventRelay(options: RelayOptions): EventRelay {
  const names = options.sinks.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TypeError(`two sinks are named '${twice}': each has its own events`)

  async function relay(signal: AbortSignal, untilEmpty: boolean): Promise<RelayReport> {
    const counts = { delivered: 0, failed: 0, dead: 0 }
    await Promise.all(options.sinks.map((sink) => relaySink(sink, options, signal, untilEmpty, counts)))
    return counts
  }
  return {
    run: (signal) => relay(signal, false),
    drain: (signal) => relay(signal, true),
  }
}

async function relaySink(
  sink: DeliverySink,
  options: RelayOptions,
  signal: AbortSignal,
  untilEmpty: boolean,
  counts: Delivered,
): Promise<void> {
  const { concurrency = 16, leaseMs = 60_000, pollMs = 500, clock = systemClock } = options
  const { waiting } = options.outbox
  const holder = randomUUID()
  const pause = new SinkPause(concurrency, clock)
  const working = new Set<Promise<void>>()
  // A failing store ends the relay; a failing sink only concerns its event.
  const broken = new AbortController()
  const ended = AbortSignal.any([signal, broken.signal])
  let after = ''

  while (!ended.aborted) {
    await pause.over(ended)
    const free = concurrency - working.size
    const leases =
      free > 0 ? await waiting.take({ sink: sink.name, after, most: free, holder, until: waiting.now() + leaseMs }) : []
    for (const lease of leases) {
      const work: Promise<void> = deliverEntity({ sink, lease, waiting, pause, signal: ended, leaseMs, counts, options })
        .catch((error: unknown) => broken.abort(error))
        .finally(() => working.delete(work))
      working.add(work)
    }
    if (free > 0 && leases.length === 0 && after === '' && working.size === 0) {
      if (untilEmpty) break
      await waited(clock, pollMs, ended)
    } else if (leases.length === 0 || working.size === concurrency) {
      await Promise.race([...working, waited(clock, pollMs, ended)])
    }
    // The scan wraps around, so that no entity is served more often than others.
    after = leases.length === 0 ? '' : leases.at(-1)!.entity
  }
  await Promise.all(working)
  broken.signal.throwIfAborted()
}

/** Ends early, without an error, when the signal aborts. */
async function waited(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await clock.wait(ms, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
