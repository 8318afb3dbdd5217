import type { DuckDBConnection } from '@duckdb/node-api'
import { literal } from '../sql-text.ts'

const keptBetweenBatches = '32MB'

/**
 * DuckDB holds on to memory up to its limit, so it is made to release some between batches. That is no part of the landing before
 * it, which is committed: a failure here is not a failure of that landing. All streams of a connection share one of these, so a
 * failure at the end of one stream is reported by the next before anything moves.
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
    // DuckDB refuses while too much of it is in use, by another connection too: the next batch tries again.
    await this.#connection.run(`SET memory_limit = ${literal(keptBetweenBatches)}`).catch(() => undefined)
    await this.#connection.run(`SET memory_limit = ${literal(this.#limit)}`)
    this.#used = false
  }
}
