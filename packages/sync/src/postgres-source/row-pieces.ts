import pg, { type Client, type QueryArrayConfig } from 'pg'
import type { TextRow } from './connection.ts'

export interface RowPiece {
  readonly rows: readonly TextRow[]
  /** Approximate size of their values. */
  readonly bytes: number
  /** The result has no more rows. */
  readonly isLast: boolean
}

/** A query, with its values in PostgreSQL's text form. */
interface Question {
  readonly text: string
  readonly values: readonly unknown[]
}

/** An undeclared part of `pg`: the socket below a client. */
interface Socket {
  pause(): void
  resume(): void
}

/**
 * Runs a query and yields its rows in pieces of about the given size in bytes. A row's width is not known before it arrives; rows
 * not yet asked for wait in the network and at the server. The client may run nothing else until the result has ended.
 */
export async function* rowPieces(client: Client, question: Question, mostBytes: number): AsyncGenerator<RowPiece> {
  const answer = new Answer(client, question, mostBytes)
  try {
    for (;;) {
      const piece = await answer.next()
      yield piece
      if (piece.isLast) return
    }
  } finally {
    await answer.passed()
  }
}

/** The result of one query, as it arrives. */
class Answer {
  readonly #socket: Socket
  readonly #mostBytes: number
  #rows: TextRow[] = []
  #bytes = 0
  #state: 'coming' | 'unwanted' | 'ended' = 'coming'
  #failure: Error | undefined = undefined
  #wake: (() => void) | undefined = undefined

  constructor(client: Client, { text, values }: Question, mostBytes: number) {
    this.#socket = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream
    this.#mostBytes = mostBytes
    const asked: QueryArrayConfig = { text, values: [...values], rowMode: 'array' }
    const query = new pg.Query<(string | null)[]>(asked)
    query.on('row', (row) => this.#take(row))
    query.on('end', () => this.#end(undefined))
    query.on('error', (error) => this.#end(error))
    client.query(query)
  }

  /** Waits for a piece, or for the end. Throws the server's error. */
  async next(): Promise<RowPiece> {
    this.#socket.resume()
    if (this.#state !== 'ended') await this.#woken()
    if (this.#failure) throw this.#failure
    const piece = { rows: this.#rows, bytes: this.#bytes, isLast: this.#state === 'ended' }
    this.#rows = []
    this.#bytes = 0
    return piece
  }

  /** Discards the rest of the result, so that the client can be used again. Never throws. */
  async passed(): Promise<void> {
    if (this.#state === 'ended') return
    this.#state = 'unwanted'
    this.#socket.resume()
    await this.#woken()
  }

  #take(row: TextRow): void {
    if (this.#state === 'unwanted') return
    this.#rows.push(row)
    for (const value of row) this.#bytes += value === null ? 1 : value.length
    if (this.#bytes < this.#mostBytes) return
    this.#socket.pause()
    this.#wake?.()
  }

  #end(failure: Error | undefined): void {
    this.#state = 'ended'
    this.#failure = failure
    this.#wake?.()
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
}
