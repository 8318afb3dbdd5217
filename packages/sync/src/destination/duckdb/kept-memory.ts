import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../sql-text.ts'

const keptBetweenBatches = '32MB'

/**
 * DuckDB keeps in memory whatever its limit allows, until it has to let go of some: between batches it is made to. Not as a part of the
 * landing before, which has been committed: what fails here is no failure of that one. All streams of a connection have one of these,
 * so that where it fails at the end of a stream, the next one says so before anything moves.
 */
export class KeptMemory {
  readonly #connection: DuckDBConnection
  readonly #limit: string
  #used = false

  constructor(connection: DuckDBConnection, limit: string) {
    this.#connection = connection
    this.#limit = limit
  }

  /** A batch was committed. */
  use(): void {
    this.#used = true
  }

  async giveBack(): Promise<void> {
    if (!this.#used) return
    await this.#connection.run('DROP TABLE IF EXISTS temp._portico_stage')
    // Refused where too much of it is in use, by another connection too: the next batch asks again.
    await this.#connection.run(`SET memory_limit = ${literal(keptBetweenBatches)}`).catch(() => undefined)
    await this.#connection.run(`SET memory_limit = ${literal(this.#limit)}`)
    this.#used = false
  }
}
