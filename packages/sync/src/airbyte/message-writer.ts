import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Clock } from '@portico/core'
import { jsonText } from '../destination/json-text.ts'
import type { Lines, WriteLine } from '../destination/lines.ts'
import type { FailureType, JsonObject, StreamStatus } from './protocol.ts'

/** A write for each record is three times slower than one for many. */
const batchBytes = 65_536

/** Writes messages of the protocol, one a line, many lines at once. Waits where the platform reads slower than the source gives. */
export class MessageWriter {
  readonly #out: Writable
  readonly #clock: Pick<Clock, 'now'>
  readonly #redact: (text: string) => string
  #lines: string[] = []
  #length = 0

  /** `redact` takes the connection's secrets out of what is said in words; what a vendor's records hold is data. */
  constructor(out: Writable, clock: Pick<Clock, 'now'>, redact: (text: string) => string) {
    this.#out = out
    this.#clock = clock
    this.#redact = redact
  }

  async message(type: 'SPEC' | 'CATALOG' | 'CONNECTION_STATUS', content: JsonObject): Promise<void> {
    await this.#line(JSON.stringify({ type, ...content }))
  }

  /** What writes a stream's records as messages. */
  recordLine(stream: string): WriteLine {
    const head = `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"emitted_at":`
    let start = ''
    return (row) => {
      // The records of a page are written in one go, and to ask a clock takes a tenth of what it takes to write one.
      if (start === '') {
        start = `${head}${this.#clock.now()},"data":`
        queueMicrotask(() => (start = ''))
      }
      return `${start}${jsonText(row)}}}\n`
    }
  }

  /** Messages that were written as such. */
  async records(lines: Lines): Promise<void> {
    await this.flush()
    // The memory of the lines is used again, and who reads what is written may be slow.
    for (const piece of lines.pieces()) await this.#write(Buffer.from(piece))
  }

  /** The platform may go on from here: it is written at once, with all that came before it. */
  async state(stream: string, state: JsonObject, recordCount: number): Promise<void> {
    const ofStream = JSON.stringify({ stream_descriptor: { name: stream }, stream_state: state })
    // The protocol asks for a decimal point in the count.
    await this.#line(
      `{"type":"STATE","state":{"type":"STREAM","stream":${ofStream},"sourceStats":{"recordCount":${recordCount}.0}}}`,
    )
    await this.flush()
  }

  async status(stream: string, status: StreamStatus, rateLimitedUntil?: number): Promise<void> {
    const reasons =
      rateLimitedUntil === undefined
        ? {}
        : { reasons: [{ type: 'RATE_LIMITED', rate_limited: { quota_reset: Math.round(rateLimitedUntil) } }] }
    const stream_status = { stream_descriptor: { name: stream }, status, ...reasons }
    await this.#line(JSON.stringify({ type: 'TRACE', trace: { ...this.#trace('STREAM_STATUS'), stream_status } }))
    await this.flush()
  }

  async error(message: string, failure_type: FailureType, stream?: string): Promise<void> {
    const told = this.#redact(message)
    const error = { message: told, failure_type, ...(stream !== undefined && { stream_descriptor: { name: stream } }) }
    await this.#line(JSON.stringify({ type: 'TRACE', trace: { ...this.#trace('ERROR'), error } }))
  }

  async log(level: 'INFO' | 'WARN', message: string): Promise<void> {
    await this.#line(JSON.stringify({ type: 'LOG', log: { level, message: this.#redact(message) } }))
  }

  async flush(): Promise<void> {
    if (this.#lines.length === 0) return
    const text = `${this.#lines.join('\n')}\n`
    this.#lines = []
    this.#length = 0
    await this.#write(text)
  }

  async #write(chunk: string | Buffer): Promise<void> {
    if (!this.#out.write(chunk)) await once(this.#out, 'drain')
  }

  #trace(type: string): JsonObject {
    return { type, emitted_at: this.#clock.now() }
  }

  async #line(line: string): Promise<void> {
    this.#lines.push(line)
    this.#length += line.length
    if (this.#length >= batchBytes) await this.flush()
  }
}
