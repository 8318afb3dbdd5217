import { parseEvent, type PorticoEvent } from '@portico/events'
import type { DeliverySink } from '../sinks/delivery-sink.ts'
import { EventSinkError, isEventSinkError } from '../sinks/event-sink-error.ts'
import { retryWaitMs } from './backoff.ts'
import type { Lease, WaitingEvent, WaitingEvents } from './outbox.ts'
import type { RelayOptions } from './relay.ts'
import { reportDeadLetter, reportLongWait } from './report-undelivered.ts'
import type { SinkPause } from './sink-pause.ts'

/** Updated as deliveries proceed. */
export interface Delivered {
  delivered: number
  failed: number
  dead: number
}

interface Work {
  readonly sink: DeliverySink
  readonly lease: Lease
  readonly waiting: WaitingEvents
  readonly pause: SinkPause
  readonly signal: AbortSignal
  readonly leaseMs: number
  readonly counts: Delivered
  readonly options: RelayOptions
}

const pageSize = 20
/** An unavailable sink is waited for, but after this long a person should know: a wrong address never recovers. */
const longWaitMs = 900_000
/** After this many, others get a turn. */
const mostInARow = 200

/** Delivers an entity's events in order until none is left, one has to wait, or it is the others' turn. */
export async function deliverEntity(work: Work): Promise<void> {
  const { lease, waiting, signal, leaseMs } = work
  let heldUntil = waiting.now() + leaseMs
  let failures = lease.failures
  for (let served = 0; served < mostInARow;) {
    const page = await waiting.next(lease, pageSize)
    if (page.length === 0) break
    for (const event of page) {
      if (signal.aborted) return waiting.end(lease)
      if (waiting.now() > heldUntil - leaseMs / 2) {
        heldUntil = waiting.now() + leaseMs
        if (!(await waiting.renew(lease, heldUntil))) return
      }
      const failure = await attempt(work, event)
      if (!failure) {
        await waiting.delivered(event)
        work.counts.delivered++
        failures = 0
      } else if (!(await giveUp(work, event, failure))) {
        return waitForNextTry(work, event, failure, failures + 1)
      }
      served++
    }
  }
  await waiting.end(lease)
}

async function attempt({ sink, pause, leaseMs }: Work, event: WaitingEvent): Promise<EventSinkError | undefined> {
  // Ends before the lease does, so that no second relay starts in the meantime.
  const signal = AbortSignal.timeout(leaseMs / 2)
  try {
    await endingWith(signal, sink.deliver(readBack(event), signal))
    pause.answered()
    return undefined
  } catch (cause) {
    const failure = failureOf(cause, signal, leaseMs / 2)
    if (failure.code === 'unavailable') pause.unavailable()
    else pause.answered()
    return failure
  }
}

/** A sink that ignores its signal must not block the entity or the relay's end. If it delivers later, that is a repeat. */
async function endingWith(signal: AbortSignal, delivery: Promise<void>): Promise<void> {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  const end = (): void => reject(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  try {
    await Promise.race([delivery, ended])
  } finally {
    signal.removeEventListener('abort', end)
  }
}

function failureOf(cause: unknown, signal: AbortSignal, afterMs: number): EventSinkError {
  if (isEventSinkError(cause)) return cause
  if (signal.aborted) return new EventSinkError('unavailable', `no answer within ${afterMs} ms`, { cause })
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'the sink threw something that is not an Error'
  return new EventSinkError('failed', reason, { cause })
}

/** Stored events are validated again, as any consumer would: a tampered row is not sent. */
function readBack({ event }: WaitingEvent): PorticoEvent {
  return parseEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body: event })
}

/** True if the event became a dead letter, so that the next ones go on. */
async function giveUp(work: Work, event: WaitingEvent, failure: EventSinkError): Promise<boolean> {
  const { waiting, options, counts } = work
  const attempts = event.attempts + 1
  if (failure.code === 'unavailable') return false
  if (failure.code === 'failed' && attempts < (options.maxAttempts ?? 8)) return false
  // PostgreSQL text columns reject NUL, which a sink's message may contain.
  const reason = failure.message.slice(0, 2_000).replaceAll('\0', '\uFFFD')
  await waiting.bury(event, { code: failure.code, reason, attempts })
  counts.dead++
  tell(work, event, failure, undefined)
  await reportDeadLetter(options.incidents, event, waiting.now())
  return true
}

async function waitForNextTry(work: Work, event: WaitingEvent, failure: EventSinkError, failures: number): Promise<void> {
  const { waiting, lease, counts, options } = work
  const nextAt = waiting.now() + (failure.retryAfterMs ?? retryWaitMs(failures, options.clock))
  const counted = failure.code === 'failed' ? { counted: { position: event.position, attempts: event.attempts + 1 } } : {}
  await waiting.postpone(lease, { until: nextAt, failures, ...counted })
  counts.failed++
  tell(work, event, failure, nextAt)
  if (waiting.now() - event.publishedAt >= longWaitMs) await reportLongWait(options.incidents, event, waiting.now())
}

function tell({ options, sink }: Work, event: WaitingEvent, failure: EventSinkError, nextAt: number | undefined): void {
  const { tenantId, eventId, type } = event
  options.onFailure?.({ sink: sink.name, tenantId, eventId, type, reason: failure.message, nextAt })
}
