// Timers beyond these, from a burst or with unusual delays, are released.
const mostIdle = 256
const mostTimes = 8
// Node turns a longer delay into 1 ms.
const longestTimerMs = 2_147_483_647

/** What a timer ends. */
export interface Timed {
  timedOut(): void
}

/** A timer that is restarted instead of recreated. It does not keep the process alive: the connection it guards does. */
export class AttemptTimer {
  timed: Timed | undefined
  spent = false
  readonly ms: number
  readonly #owner: AttemptTimers
  readonly #timeout: NodeJS.Timeout

  constructor(owner: AttemptTimers, ms: number, timed: Timed) {
    this.ms = ms
    this.timed = timed
    this.#owner = owner
    this.#timeout = setTimeout(expired, ms, this)
    this.#timeout.unref()
  }

  restart(): void {
    this.#timeout.refresh()
  }

  clear(): void {
    clearTimeout(this.#timeout)
  }

  expire(): void {
    this.spent = true
    if (this.timed) this.timed.timedOut()
    else this.#owner.forget(this)
  }
}

function expired(timer: AttemptTimer): void {
  timer.expire()
}

/**
 * The timers of one target's attempts. Creating and clearing one costs a microsecond, restarting one a fifth of that, and nearly
 * all attempts on a target have the same timeout.
 */
export class AttemptTimers {
  readonly #idle = new Map<number, AttemptTimer[]>()

  start(timed: Timed, timeoutMs: number): AttemptTimer {
    const ms = Math.min(timeoutMs, longestTimerMs)
    const timer = this.#idle.get(ms)?.pop()
    if (!timer) return new AttemptTimer(this, ms, timed)
    timer.timed = timed
    timer.restart()
    return timer
  }

  end(timer: AttemptTimer): void {
    timer.timed = undefined
    if (timer.spent) return
    let idle = this.#idle.get(timer.ms)
    if (!idle && this.#idle.size < mostTimes) this.#idle.set(timer.ms, (idle = []))
    if (idle && idle.length < mostIdle) idle.push(timer)
    else timer.clear()
  }

  /** It fired while unused. */
  forget(timer: AttemptTimer): void {
    const idle = this.#idle.get(timer.ms)
    const at = idle?.indexOf(timer) ?? -1
    if (at >= 0) idle!.splice(at, 1)
    if (idle?.length === 0) this.#idle.delete(timer.ms)
  }

  clear(): void {
    for (const idle of this.#idle.values()) for (const timer of idle) timer.clear()
    this.#idle.clear()
  }
}
