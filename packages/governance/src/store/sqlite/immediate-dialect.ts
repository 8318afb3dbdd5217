import { CompiledQuery, type DatabaseConnection, type Driver, type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely'
import { untilFree } from './until-free.ts'

/** Serialises use of the connection: Kysely's queries and transactions take turns with everything else on it. */
export interface ConnectionTurns {
  take(): Promise<void>
  pass(): void
}

/**
 * Kysely's SQLite, with transactions that take the write lock at once. One that reads first and writes later would fail on its
 * first write if another process wrote in between, and waiting does not fix that.
 */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase
  readonly #turns: ConnectionTurns

  constructor(database: SqliteDatabase, turns: ConnectionTurns) {
    super({ database })
    this.#database = database
    this.#turns = turns
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#database, this.#turns)
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #turns: ConnectionTurns
  #patient: DatabaseConnection | undefined

  constructor(database: SqliteDatabase, turns: ConnectionTurns) {
    super({ database: keepingPrepared(database) })
    this.#turns = turns
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take()
    return (this.#patient ??= patient(await super.acquireConnection()))
  }

  override async releaseConnection(): Promise<void> {
    this.#turns.pass()
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** Most prepared statements kept. Preparing one takes three times as long as running it. */
const mostKept = 200

/**
 * The database, with recently used statements kept prepared. The connection has one user at a time, who reads each to its end.
 */
function keepingPrepared(database: SqliteDatabase): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  return {
    prepare(text) {
      const ready = kept.get(text) ?? database.prepare(text)
      // Moved to the end of the map, whose first entry is the least recently used.
      kept.delete(text)
      kept.set(text, ready)
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
      return ready
    },
    close: () => database.close(),
  }
}

function patient(connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query) => untilFree(() => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  }
}
