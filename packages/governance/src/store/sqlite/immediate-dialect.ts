import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect, SqliteDriver } from 'kysely'
import { untilFree } from './until-free.ts'

type Database = ConstructorParameters<typeof SqliteDialect>[0]['database']

/** Who may use the connection: Kysely's queries and transactions take turns with what else is done on it. */
export interface ConnectionTurns {
  take(): Promise<void>
  pass(): void
}

/**
 * Kysely's SQLite with transactions that take the write lock at once. One that reads first and writes later would fail at its first
 * write, where another process has written in between, and waiting does not mend that.
 */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: Database
  readonly #turns: ConnectionTurns

  constructor(database: Database, turns: ConnectionTurns) {
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

  constructor(database: Database, turns: ConnectionTurns) {
    super({ database })
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

function patient(connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query) => untilFree(() => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  }
}
