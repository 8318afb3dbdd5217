import { randomUUID } from 'node:crypto'

/**
 * Identity and time of calls, as text. It keeps the part that the calls of one moment share: numbers of this size take a
 * microsecond to write, and a date two.
 */
export class CallStamps {
  #moment = Number.NaN
  #idStart = ''
  #second = Number.NaN
  #secondText = ''

  /**
   * A UUID of version 7 (RFC 9562). It begins with the time, so that calls of one moment lie together in a store's indexes: with
   * random ones each call would write pages of its own.
   */
  id(now: number): string {
    const moment = Math.floor(now)
    if (moment !== this.#moment) {
      const time = moment.toString(16).padStart(12, '0')
      this.#idStart = `${time.slice(0, 8)}-${time.slice(8)}-7`
      this.#moment = moment
    }
    return this.#idStart + randomUUID().slice(15)
  }

  /** Epoch milliseconds as `2026-11-28T14:26:24.007Z`. */
  isoTime(at: number): string {
    const second = Math.floor(at / 1_000)
    if (second !== this.#second) {
      this.#secondText = new Date(second * 1_000).toISOString().slice(0, -4)
      this.#second = second
    }
    const ms = Math.floor(at) - second * 1_000
    return `${this.#secondText}${ms < 10 ? '00' : ms < 100 ? '0' : ''}${ms}Z`
  }
}
