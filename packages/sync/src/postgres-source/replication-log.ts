import type { Client } from 'pg'
import { SyncError } from '../sync-error.ts'
import { writeLsn } from './lsn.ts'
import { decode } from './pgoutput/decode.ts'
import type { LogMessage, Lsn } from './pgoutput/message.ts'
import { sourceFailure } from './source-failure.ts'

/** An item of the log: a message with its size, or how far the server has looked without finding one. */
export type LogItem =
  | { readonly message: LogMessage; readonly bytes: number }
  | { readonly message: undefined; readonly reached: Lsn }

/** Undeclared parts of `pg`: the connection below a client, and its two-way copying. */
interface CopyingConnection {
  readonly stream: { pause(): void; resume(): void }
  on(event: 'copyData', listener: (message: { readonly chunk: Buffer }) => void): void
  once(event: 'replicationStart' | 'copyDone' | 'end', listener: () => void): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

export interface LogStart {
  readonly slot: string
  readonly publication: string
  /** Changes after this position are sent; those before it need not be kept. */
  readonly from: Lsn
  readonly label: string
}

/** The server closes a connection that has been silent for `wal_sender_timeout`, one minute by default. */
const statusEveryMs = 10_000
/** How much of the log is buffered while no one asks for it. The rest waits in the network and at the server. */
const mostBytes = 4_194_304

/** Follows a replication slot: yields what arrives, and tells the server what is safe. */
export class ReplicationLog {
  readonly #connection: CopyingConnection
  readonly #label: string
  readonly #items: LogItem[] = []
  #bytes = 0
  #paused = false
  #confirmed: Lsn
  #failure: unknown = undefined
  #ended = false
  #closing = false
  #wake: (() => void) | undefined = undefined
  readonly #timer: NodeJS.Timeout

  private constructor(client: Client, { from, label }: LogStart) {
    this.#connection = (client as unknown as { readonly connection: CopyingConnection }).connection
    this.#label = label
    this.#confirmed = from
    this.#connection.on('copyData', ({ chunk }) => this.#take(chunk))
    this.#connection.once('end', () => this.#end(new Error('the connection of the log broke')))
    this.#timer = setInterval(() => this.#tell(false), statusEveryMs)
  }

  /** Takes over a session that was opened for the log. Throws the server's error. */
  static async start(client: Client, start: LogStart): Promise<ReplicationLog> {
    const { slot, publication, from } = start
    const log = new ReplicationLog(client, start)
    const names = publication.replaceAll('"', '""').replaceAll("'", "''")
    const started = new Promise<void>((resolve) => log.#connection.once('replicationStart', resolve))
    const copying = client.query(
      `START_REPLICATION SLOT "${slot}" LOGICAL ${writeLsn(from)} (proto_version '1', publication_names '"${names}"')`,
    )
    copying.then(
      () => log.#end(new Error('the server ended the log')),
      (error: unknown) => log.#end(error),
    )
    try {
      await Promise.race([started, copying])
    } catch (error) {
      clearInterval(log.#timer)
      throw error
    }
    log.#tell(false)
    return log
  }

  /** The next item, or undefined if none arrives in the given time. Throws a SyncError once the connection is gone. */
  async next(waitMs: number, signal: AbortSignal): Promise<LogItem | undefined> {
    if (this.#items.length === 0 && !this.#ended) await this.#waited(waitMs, signal)
    signal.throwIfAborted()
    const item = this.#items.shift()
    if (item) {
      if (item.message) this.#bytes -= item.bytes
      if (this.#paused && this.#bytes < mostBytes / 2) {
        this.#paused = false
        this.#connection.stream.resume()
      }
    } else if (this.#ended) throw sourceFailure(this.#failure, this.#label)
    return item
  }

  /** Asks the server for its position. The answer arrives as an item. */
  ask(): void {
    this.#tell(true)
  }

  /** Everything committed before this is safe: the server need not keep it. */
  confirm(lsn: Lsn): void {
    if (lsn <= this.#confirmed) return
    this.#confirmed = lsn
    this.#tell(false)
  }

  /** Ends the log, making sure that the server has received all confirmations. Never throws. */
  async close(client: Client): Promise<void> {
    clearInterval(this.#timer)
    this.#closing = true
    if (!this.#ended) {
      const done = new Promise<void>((resolve) => this.#connection.once('copyDone', resolve))
      this.#connection.stream.resume()
      this.#connection.endCopyFrom()
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 2_000).unref())])
    }
    await client.end().catch(() => undefined)
  }

  #take(chunk: Buffer): void {
    const kind = chunk[0]
    if (kind === 0x6b) {
      // A keepalive: how far the server has searched its log, its time, and whether it wants a reply.
      if (chunk[17] === 1) this.#tell(false)
      this.#put({ message: undefined, reached: chunk.readBigUInt64BE(1) })
      return
    }
    if (kind !== 0x77) return this.#end(new SyncError('source_unfit', `${this.#label}: its log holds an unknown message`))
    try {
      this.#put({ message: decode(chunk.subarray(25)), bytes: chunk.length })
    } catch (error) {
      this.#end(
        new SyncError('source_unfit', `${this.#label}: its log can't be read: ${(error as Error).message}`, { cause: error }),
      )
    }
  }

  #put(item: LogItem): void {
    if (this.#closing) return
    // Of several position items in a row, only the last one matters.
    if (!item.message && this.#items.at(-1)?.message === undefined) this.#items.pop()
    this.#items.push(item)
    if (item.message) {
      this.#bytes += item.bytes
      if (!this.#paused && this.#bytes > mostBytes) {
        this.#paused = true
        this.#connection.stream.pause()
      }
    }
    this.#wake?.()
  }

  #end(failure: unknown): void {
    if (this.#ended) return
    this.#ended = true
    this.#failure = failure
    this.#wake?.()
  }

  #waited(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = undefined
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done)
      this.#wake = done
    })
  }

  /** A standby status update: written, flushed and applied all mean landed here. */
  #tell(wantsAnswer: boolean): void {
    if (this.#ended) return
    const update = Buffer.alloc(34)
    update.writeUInt8(0x72, 0)
    for (const at of [1, 9, 17]) update.writeBigUInt64BE(this.#confirmed, at)
    update.writeBigInt64BE(BigInt(Date.now() - Date.UTC(2000, 0, 1)) * 1_000n, 25)
    update.writeUInt8(wantsAnswer ? 1 : 0, 33)
    this.#connection.sendCopyFromChunk(update)
  }
}
