import { TransportError } from './transport-error.ts'

export interface ServerSentEvent {
  /** `message` if the vendor names none. */
  readonly event: string
  readonly data: string
  /** The last id that the vendor gave, in this event or an earlier one. */
  readonly id: string | undefined
  /** The last reconnection time that the vendor gave, in milliseconds. */
  readonly retry: number | undefined
}

export interface ServerSentEventsOptions {
  /** Longest event, in characters with its field names. Default: 1 MiB. */
  readonly longestEvent?: number
}

/**
 * The events of a `text/event-stream`, parsed per the HTML standard. Ends with the stream; an event cut off there is dropped.
 * Throws a `TransportError` (`too_large`) for an event that is longer than allowed. Leaving the loop cancels the stream.
 */
export async function* parseServerSentEvents(
  stream: AsyncIterable<Uint8Array>,
  { longestEvent = 1024 * 1024 }: ServerSentEventsOptions = {},
): AsyncGenerator<ServerSentEvent, void, undefined> {
  // A byte order mark at the start is dropped by the decoder.
  const decoder = new TextDecoder('utf-8')
  const parser = new EventParser(longestEvent)
  for await (const chunk of stream) yield* parser.push(decoder.decode(chunk, { stream: true }))
}

/** Text in, whole events out, however the text is split. */
class EventParser {
  readonly #longest: number
  /** The start of a line whose end has not arrived yet. */
  #line = ''
  /** The last line ended with a carriage return: a line feed that follows belongs to it. */
  #afterReturn = false
  #event = ''
  #data: string[] = []
  #size = 0
  #id: string | undefined
  #retry: number | undefined

  constructor(longest: number) {
    this.#longest = longest
  }

  *push(text: string): Generator<ServerSentEvent> {
    if (text === '') return
    let start = this.#afterReturn && text[0] === '\n' ? 1 : 0
    this.#afterReturn = false
    for (let at = nextBreak(text, start); at < text.length; at = nextBreak(text, start)) {
      const line = this.#line + text.slice(start, at)
      this.#line = ''
      start = at + 1
      if (text[at] === '\r') {
        if (start === text.length) this.#afterReturn = true
        else if (text[start] === '\n') start++
      }
      if (line === '') {
        const event = this.#dispatch()
        if (event !== undefined) yield event
      } else {
        this.#field(line)
      }
    }
    this.#line += text.slice(start)
    this.#limit(this.#line.length)
  }

  #field(line: string): void {
    this.#limit(line.length)
    const colon = line.indexOf(':')
    // A comment, which vendors send to keep the connection alive.
    if (colon === 0) return
    this.#size += line.length
    const name = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (name === 'data') this.#data.push(value)
    else if (name === 'event') this.#event = value
    else if (name === 'id' && !value.includes('\0')) this.#id = value
    else if (name === 'retry' && /^\d+$/.test(value)) this.#retry = Number(value)
  }

  #dispatch(): ServerSentEvent | undefined {
    const data = this.#data
    const event = this.#event === '' ? 'message' : this.#event
    this.#data = []
    this.#event = ''
    this.#size = 0
    return data.length === 0 ? undefined : { event, data: data.join('\n'), id: this.#id, retry: this.#retry }
  }

  #limit(more: number): void {
    if (this.#size + more > this.#longest) {
      throw new TransportError('too_large', true, `an event is longer than ${this.#longest} characters`)
    }
  }
}

function nextBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0a || code === 0x0d) return at
  }
  return text.length
}
