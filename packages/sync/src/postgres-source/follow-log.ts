import type { Client } from 'pg'
import type { ReadPage } from '../source/source-reader.ts'
import { SyncError } from '../sync-error.ts'
import { describeTypes } from './catalog.ts'
import type { DatabaseType } from './column-value.ts'
import type { LogItem, ReplicationLog } from './replication-log.ts'
import type { Commit, LogMessage, Lsn, Relation, RowMessage } from './pgoutput/message.ts'
import { compileChanges, type RowChange } from './row-changes.ts'
import type { SourceTable } from './source-table.ts'
import { complete } from './unchanged-values.ts'

const rowsPerPage = 2_000
const bytesPerPage = 1_048_576
/** How often an idle server is asked for its position. */
const askEveryMs = 100

export interface Following {
  readonly client: Client
  readonly log: ReplicationLog
  readonly table: SourceTable
  readonly types: Map<number, DatabaseType>
  /** Columns under whose name the log may have another column's values. */
  readonly moved: readonly string[]
  /** Where to stop: everything committed before this is read. */
  readonly until: Lsn
  readonly signal: AbortSignal
}

export type ChangePage = Pick<ReadPage, 'records' | 'bytes'> & {
  readonly deleted: ReadonlySet<number>
  readonly truncated: boolean
  /** Everything committed before this is in this page and earlier ones; undefined within a transaction. */
  readonly lsn: Lsn | undefined
  readonly isLast: boolean
}

/** The changes of one table, in commit order, in pages that fit into memory however large a transaction is. */
export async function* followLog(following: Following): AsyncGenerator<ChangePage> {
  const { log, until, signal } = following
  const reading = new PageReading(following)
  for (;;) {
    const item = await log.next(askEveryMs, signal)
    if (!item) {
      log.ask()
      continue
    }
    for await (const page of reading.read(item)) yield page
    if (!reading.isInTransaction && reading.reached >= until) return yield* reading.pages(true)
  }
}

class PageReading {
  readonly #following: Following
  #read: ((message: RowMessage) => readonly RowChange[]) | undefined = undefined
  #changes: RowChange[] = []
  #bytes = 0
  #truncated = false
  isInTransaction = false
  /** How far the log has been read between transactions. */
  reached: Lsn = 0n

  constructor(following: Following) {
    this.#following = following
  }

  async *read(item: LogItem): AsyncGenerator<ChangePage> {
    const { message } = item
    if (!message) {
      // A keepalive within a transaction gives the server's position, not that of what has arrived here.
      if (!this.isInTransaction && item.reached > this.reached) this.reached = item.reached
      return
    }
    const id = this.#following.table.catalog.id
    if (message.kind === 'truncate' && message.relations.includes(id)) {
      if (this.#changes.length > 0) yield* this.pages(false)
      this.#truncated = true
    } else if (isOfRow(message) && message.relation === id) this.#change(message, item.bytes)
    else if (message.kind === 'relation' && message.id === id) await this.#relation(message)
    else if (message.kind === 'begin') this.isInTransaction = true
    else if (message.kind === 'commit') this.#commit(message)
    if (this.#changes.length >= rowsPerPage || this.#bytes >= bytesPerPage) yield* this.pages(false)
  }

  /** What was read since the last page: several pages where values that the log omits make it large. */
  async *pages(isLast: boolean): AsyncGenerator<ChangePage> {
    const { client, table } = this.#following
    const changes = this.#changes
    const lsn = this.isInTransaction ? undefined : this.reached
    let [bytes, truncated] = [this.#bytes, this.#truncated]
    this.#changes = []
    this.#bytes = 0
    this.#truncated = false
    let page: ChangePage | undefined
    for await (const part of complete(client, table, changes)) {
      if (page) yield page
      page = {
        records: part.changes.map(({ record }) => record),
        deleted: new Set(part.changes.flatMap(({ deleted }, index) => (deleted ? [index] : []))),
        bytes: bytes + part.bytes,
        truncated,
        lsn: undefined,
        isLast: false,
      }
      bytes = 0
      truncated = false
    }
    // Only with the last page has everything committed before arrived.
    yield { ...page!, lsn, isLast }
  }

  #change(message: RowMessage, bytes: number): void {
    if (!this.#read) throw new RangeError('a change comes before its relation')
    this.#changes.push(...this.#read(message))
    this.#bytes += bytes
  }

  #commit({ endLsn }: Commit): void {
    this.isInTransaction = false
    this.reached = endLsn
  }

  async #relation(relation: Relation): Promise<void> {
    const { client, table, types, moved } = this.#following
    const unknown = relation.columns.map(({ type }) => type).filter((type) => !types.has(type))
    if (unknown.length > 0) for (const [id, type] of await describeTypes(client, unknown)) types.set(id, type)
    const changed = await columnsChangedSince(client, table, relation)
    if (changed.length > 0) {
      const { name } = table.catalog
      throw new SyncError(
        'source_changed',
        `${name}: ${changed.join(', ')} was added or changed while its log was read: everything before that has landed, and the next run continues from there`,
        { stream: name },
      )
    }
    this.#read = compileChanges(table, relation, types, moved)
  }
}

function isOfRow(message: LogMessage): message is RowMessage {
  return message.kind === 'insert' || message.kind === 'update' || message.kind === 'delete'
}

/**
 * Columns that the table now has as the rows have them, but did not when this run began. Others were changed again or dropped
 * since.
 */
async function columnsChangedSince(client: Client, { catalog, columns }: SourceTable, relation: Relation): Promise<string[]> {
  const unknown = relation.columns.filter(
    ({ name, type, modifier }) =>
      !columns.some((column) => column.name === name && column.type === type && column.modifier === modifier),
  )
  if (unknown.length === 0) return []
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_attribute a JOIN unnest($2::name[], $3::oid[], $4::int[]) u(name, type, modifier)
         ON a.attname = u.name AND a.atttypid = u.type AND a.atttypmod = u.modifier
      WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped`,
    [catalog.id, unknown.map(({ name }) => name), unknown.map(({ type }) => type), unknown.map(({ modifier }) => modifier)],
  )
  return rows.map(({ name }) => name)
}
