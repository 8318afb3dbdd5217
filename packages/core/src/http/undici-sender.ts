import { Pool, ProxyAgent } from 'undici'
import type { Dispatcher } from 'undici'
import { HostNotAllowed } from './host-not-allowed.ts'
import { originOf } from './host-pin.ts'
import { type ProxyEnvironment, proxyOf } from './proxy-environment.ts'
import { TransportError } from './transport-error.ts'
import type { TransportRequest, TransportResponse } from './transport.ts'
import { BufferedAttempt } from './undici-buffered-attempt.ts'
import { StreamedAttempt } from './undici-streamed-attempt.ts'

export interface UndiciSenderOptions {
  readonly connections: number
  readonly origins: number
  readonly certificateAuthorities: string | readonly string[] | undefined
  readonly proxies: ProxyEnvironment
}

export interface UndiciSender {
  request(request: TransportRequest): Promise<TransportResponse>
  close(): Promise<void>
}

interface Target {
  readonly dispatcher: Dispatcher
  readonly compresses: boolean
  /** Turn of its last use, for eviction. */
  usedAt: number
}

/** Keeps one pool per origin, made at its first request. */
export function createUndiciSender(options: UndiciSenderOptions): UndiciSender {
  const targets = new Map<string, Target>()
  const closing = new Set<Promise<void>>()
  let turn = 0
  let closed = false

  function targetOf(origin: string): Target {
    const known = targets.get(origin)
    if (known !== undefined) return known
    // The call path pins hosts; a transport that would carry a secret in clear text is refused here all the same.
    if (originOf(origin) !== origin) throw new HostNotAllowed(`'${origin}' is not a normalised origin`)
    if (targets.size >= options.origins) evict()
    // Over the loopback, compression costs more than it saves.
    const created = { dispatcher: dispatcherOf(origin, options), compresses: origin.startsWith('https:'), usedAt: 0 }
    targets.set(origin, created)
    return created
  }

  function evict(): void {
    let oldest: [string, Target] | undefined
    for (const entry of targets) {
      if (oldest === undefined || entry[1].usedAt < oldest[1].usedAt) oldest = entry
    }
    if (oldest === undefined) return
    targets.delete(oldest[0])
    end(oldest[1])
  }

  /** Closing a pool lets the requests that it has finish. */
  function end({ dispatcher }: Target): void {
    const ending = dispatcher.close()
    closing.add(ending)
    void ending.finally(() => closing.delete(ending))
  }

  return {
    request(request) {
      if (closed) return Promise.reject(new TransportError('cancelled', false, 'this transport is closed'))
      let target: Target
      try {
        target = targetOf(request.origin)
      } catch (error) {
        return Promise.reject(new TransportError('not_allowed', false, (error as Error).message, error))
      }
      target.usedAt = ++turn
      return new Promise((resolve, reject) => {
        const attempt = request.streamed ? new StreamedAttempt(request, resolve, reject) : new BufferedAttempt(request, resolve, reject)
        attempt.dispatch(target.dispatcher, target.compresses)
      })
    },
    async close() {
      closed = true
      for (const target of targets.values()) end(target)
      targets.clear()
      await Promise.all(closing)
    },
  }
}

function dispatcherOf(origin: string, { connections, certificateAuthorities, proxies }: UndiciSenderOptions): Dispatcher {
  const ca = certificateAuthorities === undefined ? undefined : [certificateAuthorities].flat()
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
  if (proxy !== undefined) return new ProxyAgent({ ...pool, uri: proxy, ...(ca && { requestTls: { ca } }) })
  return new Pool(origin, { ...pool, ...(ca && { connect: { ca } }) })
}
