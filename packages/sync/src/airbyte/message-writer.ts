import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Clock } from '@portico/core'
import { jsonText } from '../destination/json-text.ts'
import type { Lines, WriteLine } from '../destination/lines.ts'
import type { FailureType, JsonObject, StreamStatus } from './protocol.ts'

/** One write per record is three times slower than one for many. */
const batchBytes = 65_536

/**
 * Writes messages of the protocol, one per line and many lines per write. Waits when the platform reads more slowly than the
 * source delivers.
 */
export class MessageWriter {
  readonly #out: Writable
  readonly #clock: Pick<Clock, 'now'>
  readonly #redact: (text: string) => string
  #lines: string[] = []
  #length = 0

  /** `redact` removes the connection's secrets from log and error messages; a vendor's records are data and stay as they are. */
  constructor(out: Writable, clock: Pick<Clock, 'now'>, redact: (text: string) => string) {
    this.#out = out
    this.#clock = clock
    this.#redact = redact
  }

  async message(type: 'SPEC' | 'CATALOG' | 'CONNECTION_STATUS', content: JsonObject): Promise<void> {
    await this.#line(JSON.stringify({ type, ...content }))
  }

  /** Writes a stream's records as messages. */
  recordLine(stream: string): WriteLine {
    const head = `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"emitted_at":`
    let start = ''
    return (row) => {
      // One timestamp per page: its records are written together, and reading the clock costs a tenth of writing a record.
      if (start === '') {
        start = `${head}${this.#clock.now()},"data":`
        queueMicrotask(() => (start = ''))
      }
      return `${start}${jsonText(row)}}}\n`
    }
  }

  /** Adds lines that are encoded messages already. */
  async records(lines: Lines): Promise<void> {
    await this.flush()
    // The lines' memory is reused, and whoever reads the output may be slow.
    for (const piece of lines.pieces()) await this.#write(Buffer.from(piece))
  }

  /** The platform may resume from here, so this is flushed at once, with everything before it. */
  async state(stream: string, state: JsonObject, recordCount: number): Promise<void> {
    const ofStream = JSON.stringify({ stream_descriptor: { name: stream }, stream_state: state })
    // The protocol wants the count with a decimal point.
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
