import type { Clock } from '@portico/core'

export interface RateLimits {
  /** Average requests per second and client. Default: 50. */
  readonly perSecond: number
  /** Requests in a burst. Default: 100. */
  readonly burst: number
  /** Concurrent requests per client. Default: 32. */
  readonly concurrent: number
}

interface Budget {
  left: number
  at: number
  running: number
}

/** Clients that are remembered; beyond that, the longest idle one is forgotten. */
const mostClients = 10_000

/**
 * A budget per client. `enter` returns undefined if the client may proceed, and `leave` must then be called; otherwise the wait
 * in ms.
 */
export class RateLimit {
  readonly #limits: RateLimits
  readonly #clock: Clock
  readonly #budgets = new Map<string, Budget>()

  constructor(limits: RateLimits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
  }

  enter(client: string): number | undefined {
    const { perSecond, burst, concurrent } = this.#limits
    const now = this.#clock.now()
    const budget = this.#budgets.get(client) ?? { left: burst, at: now, running: 0 }
    // Moved to the end: the first one has been idle the longest.
    this.#budgets.delete(client)
    this.#budgets.set(client, budget)
    // A clock that is set back takes nothing away.
    budget.left = Math.min(burst, budget.left + (Math.max(0, now - budget.at) / 1_000) * perSecond)
    budget.at = now
    if (budget.running >= concurrent) return 100
    if (budget.left < 1) return Math.ceil(((1 - budget.left) / perSecond) * 1_000)
    budget.left--
    budget.running++
    this.#forget()
    return undefined
  }

  leave(client: string): void {
    const budget = this.#budgets.get(client)
    if (budget) budget.running--
  }

  #forget(): void {
    if (this.#budgets.size <= mostClients) return
    for (const [client, { running }] of this.#budgets) {
      if (running > 0) continue
      this.#budgets.delete(client)
      return
    }
  }
}
