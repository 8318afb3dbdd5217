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

/** Not the end of a table: the position says where to resume. */
const more = 'more'
const nothing = { records: [], bytes: 0, waitedMs: 0, next: more } as const

/**
 * Reads one table: once, or by its log.
 *
 * By its log, a slot comes first, so that the server keeps what is committed from then on. Then the table is copied in key order,
 * but not in one transaction, so that an interrupted copy can resume; then everything committed since the slot was created is
 * applied on top, in order. A row that was copied late briefly goes back in time, and is right again once the log has been read
 * up to where the copy ended: a pass ends only after that.
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

  /** An uninterrupted reading is one snapshot; an interrupted one resumes in another, and may mix the two. */
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
      // An interrupted reading may also have left a slot that it was to replace.
      const replaces = before ? [before.slot, ...before.replaces] : []
      position = this.#at({ phase: 'creating', slot: slotName(this.#name), replaces, lsn: 0n, after: undefined, moved: [] })
      // The name lands before its slot exists, so an interrupted run never leaves behind a slot that no one knows of.
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

  /** A page after which the reading waits until it has landed. */
  async *#landing(page: ReadPage, signal: AbortSignal): AsyncGenerator<ReadPage> {
    const landed = new Promise<void>((resolve, reject) => {
      this.#awaited = { position: page.position!, resolve }
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
    // It is awaited below; a consumer that stops before that does not care.
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

  /** Where to resume from a position, now that the table may have changed. Throws a SyncError where that is impossible. */
  #goneOn(before: LogPosition): LogPosition {
    const { catalog, columns, key } = this.#parts.table
    if (before.table !== catalog.id) throw lost(this.#name, 'it was dropped and recreated')
    if (before.key.join('\n') !== key.join('\n')) {
      throw lost(this.#name, `its key was ${before.key.join(', ')} and is ${key.join(', ')}`)
    }
    for (const column of columns.filter(({ name }) => key.includes(name))) {
      if (before.columns[column.number] === whatIs(column)) continue
      throw lost(this.#name, `the column ${column.name} of its key has another type`)
    }
    if (before.filter !== catalog.rowFilter) throw lost(this.#name, 'the publication now has other rows of it')
    if (wasOut(before.publishedBy, catalog.publishedBy)) {
      throw lost(this.#name, 'it was out of the publication for a while, or the publication was recreated')
    }
    // The log does not record values that ALTER TABLE put into columns, so the rows are copied again. A column without a default
    // may have filled them while it had one: then all rows were rewritten, or the value is kept beside them.
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

/** For the landed rows, a column with another name or type is another column. */
function whatIs({ name, type, modifier }: SourceColumn): string {
  return `${name} ${type} ${modifier}`
}

/** Whether a column's name used to be another column's. */
function wasOthers(before: LogPosition['columns'], name: string, number: number): boolean {
  return Object.entries(before).some(([other, was]) => Number(other) !== number && was.replace(/ -?\d+ -?\d+$/, '') === name)
}

/**
 * Whether a published table may have been unpublished meanwhile. Changing its list of columns also replaces its entry, but
 * without a gap.
 */
function wasOut(before: readonly string[], now: readonly string[]): boolean {
  const [one, other] = [before, now].map((all) => all.map((by) => by.split(' of ') as [id: string, list?: string]))
  if (one!.some(([id]) => other!.some(([same]) => same === id))) return false
  return one!.map(([, list]) => list).join() === other!.map(([, list]) => list).join()
}
