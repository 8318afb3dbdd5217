import type { Policy, TransportError } from '@portico/core'
import { bytesOf } from '../recording/content.ts'
import { differences, sameTarget } from '../recording/compare-request.ts'
import type { Exchange, Recording } from '../recording/recording.ts'
import type { FakeClock } from './fake-clock.ts'
import { type Reply, type Respond, scriptedTransport, type Sent } from './scripted-transport.ts'
import { openSession, type Session } from './session.ts'
import type { Base, Subject } from './subject.ts'
import { tokenAnswer } from './token-answer.ts'

/** A session whose requests are answered from recordings. */
export interface Replay extends Session {
  /** What reached the vendor, without token requests. */
  readonly sent: readonly Sent[]
  /** Throws if something was sent that no recording answers. */
  assertMatched(): void
  /**
   * Replays another recording over the same connection, an hour later, when no spent limit still applies. Clears `sent`.
   */
  play(recording: Recording, script?: ReplayScript): void
}

/** What answers, and how. */
export interface ReplayScript {
  /** What happens to a request instead of what was recorded; undefined leaves it to the recordings. `index` counts from 0. */
  readonly instead?: (sent: Sent, index: number) => Reply | TransportError | undefined
  /** Recordings that answer in addition to the replayed one. */
  readonly also?: readonly Recording[]
}

export interface ReplayOptions extends ReplayScript {
  readonly policy?: Policy | undefined
  readonly telemetry?: boolean | undefined
}

/** Midnight on the day of the recording, so that its absolute times still make sense. */
export function startOf(recording: Recording): number {
  return Date.parse(`${recording.recordedAt}T00:00:00Z`)
}

/** Replays a recording over a scripted transport: nothing can leave the process. Each exchange is used once, in order. */
export function replay(subject: Subject, recording: Recording, options: ReplayOptions = {}): Replay {
  const unmatched: string[] = []
  let sent: Sent[] = []
  let left: Target[] = []
  let instead: ReplayScript['instead']
  let tokens = 0
  const script = (played: Recording, { also = [], instead: given }: ReplayScript): void => {
    sent = []
    left = [played, ...also].flatMap((each) => exchangesOf(subject, each))
    instead = given
  }
  script(recording, options)
  const respond: Respond = (request) => {
    const known = left.some((each) => each.matches(request))
    const token = known ? undefined : tokenAnswer(subject, request, tokens + 1)
    if (token) {
      tokens++
      return token
    }
    sent.push(request)
    const other = instead?.(request, sent.length - 1)
    if (other !== undefined) return other
    const index = left.findIndex((each) => each.matches(request))
    if (index === -1) {
      unmatched.push(`${request.method} ${request.origin}${request.path}`)
      throw new Error(`no recording answers ${request.method} ${request.path}`)
    }
    const [{ exchange }] = left.splice(index, 1) as [Target]
    return replyOf(exchange)
  }
  const session = openSession(subject, {
    startAt: startOf(recording),
    transport: (clock: FakeClock) => scriptedTransport(clock, respond),
    ...('policy' in options && { policy: options.policy }),
    telemetry: options.telemetry,
  })
  return {
    ...session,
    get sent() {
      return sent
    },
    play(played, given = {}) {
      session.clock.advance(3_600_000)
      script(played, given)
    },
    assertMatched() {
      if (unmatched.length > 0) throw new Error(`sent what no recording answers: ${unmatched.join(', ')}; run ${subject.record}`)
    },
  }
}

/** A recorded exchange with the destination of its request. */
interface Target {
  readonly exchange: Exchange
  matches(sent: Pick<Sent, 'method' | 'origin' | 'path'>): boolean
  /** How the sent request differs from the recorded one, one line each. */
  differences(sent: Sent): string[]
}

export function exchangesOf(subject: Subject, recording: Recording): Target[] {
  return recording.exchanges.map((exchange) => {
    const base = baseOfExchange(subject, recording, exchange)
    return {
      exchange,
      matches: ({ method, origin, path }) =>
        origin === base.origin && sameTarget(exchange.request, { method, path: withoutBase(base, path) }),
      differences: (sent) => differences(exchange.request, { ...sent, path: withoutBase(base, sent.path) }),
    }
  })
}

/** The origin that a recorded request went to: the one it names, else the operation's own. */
export function baseOfExchange({ bases, compiled, connector }: Subject, { operation }: Recording, { request }: Exchange): Base {
  const own = compiled.operations[operation]?.origin
  return (
    bases[request.origin ?? own ?? Object.keys(connector.vendor.origins)[0]!] ?? {
      origin: 'https://undeclared.invalid',
      path: '',
    }
  )
}

/** A sent path as in a recording: without the origin's fixed path. */
export function withoutBase(base: Base, path: string): string {
  return base.path !== '' && path.startsWith(`${base.path}/`) ? path.slice(base.path.length) : path
}

export function replyOf({ response }: Exchange): Reply {
  return { status: response.status, headers: response.headers, body: bytesOf(response) }
}
