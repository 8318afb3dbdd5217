import { jetstream, JetStreamApiError } from '@nats-io/jetstream'
import { headers as messageHeaders, type NatsConnection } from '@nats-io/nats-core'
import { type EventMode, eventMessage } from '@portico/events'
import type { DeliverySink } from '../delivery-sink.ts'
import { EventSinkError } from '../event-sink-error.ts'
import { natsSubject } from './nats-subject.ts'

export interface NatsSinkOptions {
  /** Default: `nats`. */
  readonly name?: string
  /** Prefix of all subjects (default: `portico`). A stream of the server must cover `<prefix>.>`. */
  readonly prefix?: string
  /** Default: `structured`. */
  readonly mode?: EventMode
  /** Milliseconds to wait for the server's acknowledgement. Default: 10,000. */
  readonly timeoutMs?: number
}

/**
 * CloudEvents into a JetStream stream. An event counts as delivered once the stream acknowledges it. Its id is the message id, so
 * that the server drops repeats within the stream's duplicate window. The caller owns the connection and closes it.
 */
export function natsSink(connection: NatsConnection, options: NatsSinkOptions = {}): DeliverySink & AsyncDisposable {
  const { name = 'nats', prefix = 'portico', mode = 'structured', timeoutMs = 10_000 } = options
  if (!/^[\w-]+(?:\.[\w-]+)*$/.test(prefix)) throw new TypeError(`'${prefix}' is not a prefix for NATS subjects`)
  const stream = jetstream(connection, { timeout: timeoutMs })
  return {
    name,
    async deliver(event, signal) {
      signal.throwIfAborted()
      const subject = natsSubject(prefix, event)
      const { headers, body } = eventMessage(event, mode)
      const message = messageHeaders()
      for (const [header, value] of Object.entries(headers)) message.set(header, value)
      try {
        await stream.publish(subject, body, { headers: message, msgID: event.id, timeout: timeoutMs })
      } catch (cause) {
        throw failureOf(subject, cause)
      }
    },
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}

// From the server's errors.json: the message exceeds the stream's size limit.
const messageTooLarge = 10_054

function failureOf(subject: string, cause: unknown): EventSinkError {
  const reason = cause instanceof Error ? cause.message : 'something that is not an Error was thrown'
  const tooLarge = cause instanceof JetStreamApiError ? cause.code === messageTooLarge : reason.includes('max_payload')
  if (tooLarge) return new EventSinkError('refused', `${subject}: the event is larger than the server accepts`, { cause })
  return new EventSinkError('unavailable', `${subject}: ${reason}`, { cause })
}
