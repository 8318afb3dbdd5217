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
  /** Sequence number of its last use, for eviction. */
  usedAt = 0
  readonly #connecting = new Set<Socket>()
  #underWay = 0
  #drained: (() => void) | undefined

  /** Throws `HostNotAllowed`. */
  constructor(origin: string, options: TargetOptions) {
    // The call path pins hosts; sending a secret in clear text is still refused here.
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
    // An abandoned handshake would keep the process alive until undici's own timeout.
    for (const socket of this.#connecting) socket.destroy(new TransportError('connect', false, 'the connection was given up'))
    this.#drained?.()
  }

  /** Waits for requests under way. Undici's own `close` would also wait for those abandoned before they were sent. */
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
  // Otherwise each connection creates its own, which takes longer than everything else our side of a handshake computes.
  const tls = origin.startsWith('https:') ? { secureContext: createSecureContext(ca && { ca }) } : {}
  const pool = {
    connections,
    pipelining: 1,
    // Over HTTP/2, undici resends a refused stream by itself; only the retry policy may decide to send a request twice.
    allowH2: false,
    // Each attempt has its own timer.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const proxy = proxyOf(origin, proxies)
  if (proxy !== undefined) return new ProxyAgent({ ...pool, uri: proxy, requestTls: tls })
  return new Pool(origin, { ...pool, connect: tracked(buildConnector({ allowH2: false, ...tls }), connecting) })
}

/** Tracks the sockets of `connect` while they connect, and makes them write a request in one piece. */
function tracked(connect: buildConnector.connector, connecting: Set<Socket>): buildConnector.connector {
  return (options, settle) => {
    // Undici's types do not say that its connector returns the socket.
    const socket = connect(options, (...result) => {
      connecting.delete(socket)
      settle(...result)
    }) as unknown as Socket
    joinWrites(socket)
    connecting.add(socket)
  }
}
