import { randomBytes } from 'node:crypto'

const digits = Buffer.from('0123456789abcdef', 'latin1')
const randomBytesOfId = 10
/** Random bytes are drawn for this many ids at once: drawing them for each id would cost more than the id. */
const idsAtOnce = 128

/**
 * Ids and timestamps of calls, as text. It caches the part that calls of the same moment share: formatting a number this large
 * takes a microsecond, and a date two. A concatenated string would keep its parts alive for as long as it is held, so an id is
 * written digit by digit.
 */
export class CallStamps {
  readonly #id = Buffer.from('00000000-0000-7000-8000-000000000000', 'latin1')
  #random = Buffer.alloc(0)
  #taken = 0
  #idMoment = Number.NaN
  #timeMoment = Number.NaN
  #timeText = ''
  #second = Number.NaN
  #secondText = ''

  /**
   * A version 7 UUID (RFC 9562). It begins with the time, so calls of the same moment sit together in a store's indexes: with
   * random ids each call would dirty index pages of its own.
   */
  id(now: number): string {
    const moment = Math.floor(now)
    if (moment !== this.#idMoment) {
      const time = moment.toString(16).padStart(12, '0')
      this.#id.write(time.slice(0, 8), 0, 'latin1')
      this.#id.write(time.slice(8), 9, 'latin1')
      this.#idMoment = moment
    }
    this.#writeRandom()
    return this.#id.toString('latin1')
  }

  /** Twelve bits follow the version, sixty-two the variant. */
  #writeRandom(): void {
    if (this.#taken === this.#random.length) {
      this.#random = randomBytes(randomBytesOfId * idsAtOnce)
      this.#taken = 0
    }
    const random = this.#random
    const id = this.#id
    let from = this.#taken
    this.#taken += randomBytesOfId
    const first = random[from++]!
    const second = random[from++]!
    id[15] = digits[first >> 4]!
    id[16] = digits[first & 15]!
    id[17] = digits[second >> 4]!
    id[19] = digits[8 | (second & 3)]!
    const third = random[from++]!
    id[20] = digits[third >> 4]!
    id[21] = digits[third & 15]!
    id[22] = digits[random[from++]! & 15]!
    for (let at = 24; at < 36; at += 2) {
      const byte = random[from++]!
      id[at] = digits[byte >> 4]!
      id[at + 1] = digits[byte & 15]!
    }
  }

  /** Epoch milliseconds as `2026-11-28T14:26:24.007Z`. */
  isoTime(at: number): string {
    const moment = Math.floor(at)
    if (moment === this.#timeMoment) return this.#timeText
    const second = Math.floor(moment / 1_000)
    if (second !== this.#second) {
      this.#secondText = new Date(second * 1_000).toISOString().slice(0, -4)
      this.#second = second
    }
    const ms = moment - second * 1_000
    this.#timeText = `${this.#secondText}${ms < 10 ? '00' : ms < 100 ? '0' : ''}${ms}Z`
    this.#timeMoment = moment
    return this.#timeText
  }
}
