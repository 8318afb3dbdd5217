import type { Client } from 'pg'
import type { ReadPage, SliceReading } from '../source/source-reader.ts'
import type { DatabaseType } from './column-value.ts'
import { cancellable, openSession } from './connection.ts'
import type { SourceConnection } from './connection-options.ts'
import { copyTable } from './copy-table.ts'
import { followLog } from './follow-log.ts'
import { type LogPosition, readPosition, writePosition } from './log-position.ts'
import { ReplicationLog } from './replication-log.ts'
import { checkServer, checkSlot, createSlot, lost, markLog, slotName, whenReleased } from './slot.ts'
import { sourceFailure } from './source-failure.ts'
import { checkLogged, type SourceColumn, type SourceTable } from './source-table.ts'

export interface TableReadingParts {
  readonly connection: SourceConnection
  readonly client: Client
  readonly label: string
  readonly table: SourceTable
  readonly types: Map<number, DatabaseType>
  readonly publication: string
  readonly confirms: 'landed' | 'given-back'
}

/** What is not the end of a table: the position says where to go on. */
const more = 'more'
const nothing = { records: [], bytes: 0, waitedMs: 0, next: more } as const

/**
 * Reads one table: once, or by its log.
 *
 * By its log, a slot is made first, and what is committed after it is kept by the server. Then the table is copied, in the order of its
 * key and in no one transaction, so that a copy that is cut off goes on where it was; then all that was committed since the slot was
 * made is applied on top, in its order. A row that was copied late is set back for a moment, and is right again once the log was read to
 * where the copy ended: a pass ends after that.
 */
export class TableReading {
  readonly #parts: TableReadingParts
  #log: ReplicationLog | undefined = undefined
  #awaited: { readonly position: string; readonly resolve: () => void } | undefined = undefined

  constructor(parts: TableReadingParts) {
    this.#parts = parts
  }

  async *pages(reading: SliceReading): AsyncGenerator<ReadPage> {
    try {
      if (reading.log === 'unused') yield* this.#once(reading)
      else yield* this.#byLog(reading)
    } catch (error) {
      reading.signal.throwIfAborted()
      throw sourceFailure(error, this.#parts.label)
    }
  }

  /** Throws a SyncError where the table can't be followed. */
  async check(): Promise<void> {
    const { client, table, publication } = this.#parts
    checkLogged(table, publication)
    await checkServer(client, this.#name, publication)
  }

  /** A position has landed. */
  acknowledge(text: string): void {
    const position = readPosition(this.#name, text)
    if (this.#parts.confirms === 'landed' && position.phase === 'following') this.#log?.confirm(position.lsn)
    if (this.#awaited?.position !== text) return
    this.#awaited.resolve()
    this.#awaited = undefined
  }

  get #name(): string {
    return this.#parts.table.catalog.name
  }

  /** One reading is one snapshot; one that was cut off goes on in another, and may mix the two. */
  async *#once({ next }: SliceReading): AsyncGenerator<ReadPage> {
    const { client, table } = this.#parts
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    try {
      const after = next === undefined ? undefined : (JSON.parse(next) as readonly string[])
      for await (const copied of copyTable(client, table, after)) {
        yield { ...nothing, ...copied, next: copied.after && JSON.stringify(copied.after) }
      }
    } finally {
      await client.query('ROLLBACK').catch(() => undefined)
    }
  }

  async *#byLog({ position: saved, log, signal }: SliceReading): AsyncGenerator<ReadPage> {
    const { client, table } = this.#parts
    await this.check()
    const before = saved === undefined ? undefined : readPosition(this.#name, saved)
    let position: LogPosition
    if (before && log === 'follow') position = this.#goneOn(before)
    else {
      // A reading that was cut off may have left one that it was to replace, too.
      const replaces = before ? [before.slot, ...before.replaces] : []
      position = this.#at({ phase: 'creating', slot: slotName(this.#name), replaces, lsn: 0n, after: undefined, moved: [] })
      // The name has landed before there is a slot of it: a run that is cut off leaves none behind that nobody knows of.
      yield* this.#landing({ ...nothing, truncated: true, position: writePosition(position) }, signal)
    }
    if (position.phase === 'creating') {
      const creating = position
      const lsn = await cancellable(this.#parts.connection, client, signal, () => createSlot(client, creating, signal))
      position = this.#at({ ...creating, phase: 'copying', replaces: [], lsn })
    } else await checkSlot(client, this.#name, position)
    if (position.phase === 'copying') {
      for await (const { records, bytes, after } of copyTable(client, table, position.after)) {
        position = this.#at({ ...position, phase: after ? 'copying' : 'following', after })
        yield { ...nothing, records, bytes, position: writePosition(position) }
      }
    }
    yield* this.#follow(position, signal)
  }

  async *#follow(position: LogPosition, signal: AbortSignal): AsyncGenerator<ReadPage> {
    const { connection, client, label, table, types, publication } = this.#parts
    const until = await markLog(client)
    const start = { slot: position.slot, publication, from: position.lsn, label }
    const { log, session } = await whenReleased(signal, async () => this.#opened(await openSession(connection, 'log'), start))
    this.#log = log
    try {
      const { moved } = position
      for await (const page of followLog({ client, log, table, types, moved, until, signal })) {
        const { records, deleted, truncated, bytes, lsn, isLast } = page
        const at = lsn === undefined ? undefined : writePosition({ ...position, lsn, moved: isLast ? [] : moved })
        const read = { ...nothing, records, deleted, truncated, bytes, ...(at !== undefined && { position: at }) }
        if (isLast) yield* this.#landing({ ...read, next: undefined }, signal)
        else yield read
      }
    } finally {
      this.#log = undefined
      await log.close(session)
    }
  }

  async #opened(session: Client, start: Parameters<typeof ReplicationLog.start>[1]) {
    try {
      return { session, log: await ReplicationLog.start(session, start) }
    } catch (error) {
      await session.end().catch(() => undefined)
      throw error
    }
  }

  /** A page that the reading goes on after once it has landed. */
  async *#landing(page: ReadPage, signal: AbortSignal): AsyncGenerator<ReadPage> {
    const landed = new Promise<void>((resolve, reject) => {
      this.#awaited = { position: page.position!, resolve }
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
    // It is awaited below; whoever stops reading before that is not interested.
    landed.catch(() => undefined)
    yield { ...page, lands: true }
    signal.throwIfAborted()
    await landed
  }

  #at(at: Pick<LogPosition, 'phase' | 'slot' | 'replaces' | 'lsn' | 'after' | 'moved'>): LogPosition {
    const { catalog, columns, key } = this.#parts.table
    const { id, width, file, publishedBy, rowFilter } = catalog
    const were = Object.fromEntries(columns.map((column) => [column.number, whatIs(column)]))
    return { ...at, table: id, key, columns: were, width, file, publishedBy, filter: rowFilter }
  }

  /** Where a position leads now that the table may have changed. Throws a SyncError where it leads nowhere. */
  #goneOn(before: LogPosition): LogPosition {
    const { catalog, columns, key } = this.#parts.table
    if (before.table !== catalog.id) throw lost(this.#name, 'it was dropped and made anew')
    if (before.key.join('\n') !== key.join('\n')) {
      throw lost(this.#name, `its key was ${before.key.join(', ')} and is ${key.join(', ')}`)
    }
    for (const column of columns.filter(({ name }) => key.includes(name))) {
      if (before.columns[column.number] === whatIs(column)) continue
      throw lost(this.#name, `the column ${column.name} of its key has another type`)
    }
    if (before.filter !== catalog.rowFilter) throw lost(this.#name, 'the rows that the publication has of it are others')
    if (wasOut(before.publishedBy, catalog.publishedBy)) {
      throw lost(this.#name, 'it was out of the publication for a while, or that was made anew')
    }
    // The log has no row for what a change of the table itself put into its columns, so the rows are copied again. One that has lost
    // its default may have filled them before that: all rows were written anew, or the value is kept beside them.
    const isFilled = columns.some((column) => {
      const { number, mayBeFilled } = column
      const was = before.columns[number]
      if (was !== undefined) return was !== whatIs(column)
      return mayBeFilled || number <= before.width || before.file !== catalog.file
    })
    const phase = isFilled && before.phase === 'following' ? 'copying' : before.phase
    const moved = columns.flatMap(({ name, number }) => (wasOthers(before.columns, name, number) ? [name] : []))
    return this.#at({
      ...before,
      phase,
      after: isFilled ? undefined : before.after,
      moved: [...new Set([...before.moved, ...moved])],
    })
  }
}

/** A column that has another name or type is another one to the rows that landed. */
function whatIs({ name, type, modifier }: SourceColumn): string {
  return `${name} ${type} ${modifier}`
}

/** Whether a column's name was that of another one. */
function wasOthers(before: LogPosition['columns'], name: string, number: number): boolean {
  return Object.entries(before).some(([other, was]) => Number(other) !== number && was.replace(/ -?\d+ -?\d+$/, '') === name)
}

/** Whether a table that is published now may not have been meanwhile. Another list of columns puts it in anew, too, and at once. */
function wasOut(before: readonly string[], now: readonly string[]): boolean {
  const [one, other] = [before, now].map((all) => all.map((by) => by.split(' of ') as [id: string, list?: string]))
  if (one!.some(([id]) => other!.some(([same]) => same === id))) return false
  return one!.map(([, list]) => list).join() === other!.map(([, list]) => list).join()
}
