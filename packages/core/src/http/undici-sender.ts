import { TransportError } from './transport-error.ts'
import type { TransportRequest, TransportResponse } from './transport.ts'
import { BufferedAttempt } from './undici-buffered-attempt.ts'
import { StreamedAttempt } from './undici-streamed-attempt.ts'
import { Target, type TargetOptions } from './undici-target.ts'

export interface UndiciSenderOptions extends TargetOptions {
  readonly origins: number
}

export interface UndiciSender {
  request(request: TransportRequest): Promise<TransportResponse>
  close(): Promise<void>
}

/** Keeps one target per origin, created at its first request, and closes the least recently used beyond a limit. */
export function createUndiciSender(options: UndiciSenderOptions): UndiciSender {
  const targets = new Map<string, Target>()
  const closing = new Set<Promise<void>>()
  let turn = 0
  let closed = false

  function targetOf(origin: string): Target {
    const known = targets.get(origin)
    if (known !== undefined) return known
    const created = new Target(origin, options)
    if (targets.size >= options.origins) evict()
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

  function end(target: Target): void {
    const ending = target.close()
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
        const attempt = new (request.streamed ? StreamedAttempt : BufferedAttempt)(request, target, resolve, reject)
        try {
          attempt.dispatch()
        } catch (error) {
          reject(new TransportError('protocol', false, (error as Error).message, error))
        }
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
