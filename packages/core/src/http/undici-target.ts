import type { Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import { buildConnector, Pool, ProxyAgent } from 'undici'
import type { Dispatcher } from 'undici'
import { AttemptTimers } from './attempt-timers.ts'
import { HostNotAllowed } from './host-not-allowed.ts'
import { originOf } from './host-pin.ts'
import { joinWrites } from './joined-writes.ts'
import { type ProxyEnvironment, proxyOf } from './proxy-environment.ts'
import { TransportError } from './transport-error.ts'

export interface TargetOptions {
  readonly connections: number
  readonly certificateAuthorities: string | readonly string[] | undefined
  readonly proxies: ProxyEnvironment
}

/** One origin's connections. */
export class Target {
  readonly dispatcher: Dispatcher
  readonly compresses: boolean
  readonly timers = new AttemptTimers()
  /** Turn of its last use, for eviction. */
  usedAt = 0
  readonly #connecting = new Set<Socket>()
  #underWay = 0
  #drained: (() => void) | undefined

  /** Throws `HostNotAllowed`. */
  constructor(origin: string, options: TargetOptions) {
    // The call path pins hosts; a transport that would carry a secret in clear text is refused here all the same.
    if (originOf(origin) !== origin) throw new HostNotAllowed(`'${origin}' is not a normalised origin`)
    this.dispatcher = dispatcherOf(origin, options, this.#connecting)
    // Over the loopback, compression costs more than it saves.
    this.compresses = origin.startsWith('https:')
  }

  began(): void {
    this.#underWay++
  }

  ended(): void {
    if (--this.#underWay > 0) return
    // A handshake that nobody waits for any more would hold the process until it runs into undici's own timeout.
    for (const socket of this.#connecting) socket.destroy(new TransportError('connect', false, 'the connection was given up'))
    this.#drained?.()
  }

  /** Waits for the requests under way. Undici's own `close` would also wait for those that were given up before they were sent. */
  async close(): Promise<void> {
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve
      })
    }
    this.timers.clear()
    await this.dispatcher.destroy()
  }
}

function dispatcherOf(
  origin: string,
  { connections, certificateAuthorities, proxies }: TargetOptions,
  connecting: Set<Socket>,
): Dispatcher {
  const ca = certificateAuthorities === undefined ? undefined : [certificateAuthorities].flat()
  // Each connection would make one of its own, which takes longer than all else that a handshake computes here.
  const tls = origin.startsWith('https:') ? { secureContext: createSecureContext(ca && { ca }) } : {}
  const pool = {
    connections,
    pipelining: 1,
    // Over HTTP/2 undici sends a refused stream again by itself; whether a request is sent twice is the retry policy's to say.
    allowH2: false,
    // Each attempt has a timer of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const proxy = proxyOf(origin, proxies)
  if (proxy !== undefined) return new ProxyAgent({ ...pool, uri: proxy, requestTls: tls })
  return new Pool(origin, { ...pool, connect: tracked(buildConnector({ allowH2: false, ...tls }), connecting) })
}

/** Notes the sockets of `connect` while they connect, and has them write a request in one piece. */
function tracked(connect: buildConnector.connector, connecting: Set<Socket>): buildConnector.connector {
  return (options, settle) => {
    // Undici's types do not say that its connector gives the socket.
    const socket = connect(options, (...result) => {
      connecting.delete(socket)
      settle(...result)
    }) as unknown as Socket
    joinWrites(socket)
    connecting.add(socket)
  }
}
