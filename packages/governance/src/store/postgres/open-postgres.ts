import { Kysely } from 'kysely'
import type { Pool, PoolConfig } from 'pg'
import type { Connection } from '../connection.ts'
import type { Database } from '../database.ts'
import type { Session, Statement, Value } from '../statement.ts'
import { StoreError } from '../store-error.ts'
import { StoreDialect } from './store-dialect.ts'
import { unreachable } from './unreachable.ts'

export interface PostgresOptions {
  /** The PostgreSQL schema that holds the store's tables. */
  readonly schema: string
  readonly connections: number
  /** Milliseconds for a statement on the call path. Default: 30 s. */
  readonly answerMs?: number
}

/** When the network silently drops the server, calls would otherwise hang until TCP gives up, a quarter of an hour later. */
const longestAnswerMs = 30_000

const oldest = 15

/**
 * What instances must agree on expires by the server's clock. But rows are dated, and approvals expire, by each instance's own.
 */
const mostSkewMs = 2_000

export async function openPostgres(
  url: string,
  shown: string,
  { schema, connections, answerMs = longestAnswerMs }: PostgresOptions,
): Promise<Connection> {
  // Imported here, so that a process on SQLite loads no PostgreSQL client.
  const { default: pg } = await import('pg')
  const config: PoolConfig = {
    connectionString: withSettings(url, `-c search_path=${schema} -c synchronous_commit=on`),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'portico',
    // 64-bit integers are times and sequences here, which are safe as numbers.
    types: { getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) },
  }
  const pool = new pg.Pool({ ...config, max: connections })
  const writer = new pg.Pool({ ...config, max: 1, pipeline: true, query_timeout: answerMs })
  for (const one of [pool, writer]) {
    // A broken idle connection is replaced; if the server stays away, the next query reports it.
    one.on('error', () => undefined)
    // A connection that breaks in use fails its query, and also emits an error here: unhandled, that would end the process.
    one.on('connect', (client) => client.on('error', () => undefined))
  }
  await check(pool, shown).catch(async (error: unknown) => {
    await Promise.all([pool.end(), writer.end()])
    throw error instanceof StoreError ? error : unreachable(error, shown)
  })
  const db = new Kysely<Database>({ dialect: new StoreDialect({ pool }) })

  return {
    dialect: 'postgres',
    db,
    async read<Row>(statement: Statement, values: readonly Value[]) {
      const query = { name: statement.name, text: statement.postgres, values: columnsOf([values]), query_timeout: answerMs }
      const { rows } = await pool.query(query)
      return rows as Row[]
    },
    async transaction(work) {
      const client = await writer.connect()
      const session: Session = {
        dialect: 'postgres',
        async each<Row>(statement: Statement, rows: readonly (readonly Value[])[]) {
          if (rows.length === 0) return []
          const result = await client.query({ name: statement.name, text: statement.postgres, values: columnsOf(rows) })
          return result.rows as Row[]
        },
      }
      try {
        // The first statement is sent along with `begin`, without waiting for its answer.
        await Promise.all([client.query('begin'), work(session)])
        await client.query('commit')
        client.release()
      } catch (error) {
        const broken = await client.query('rollback').then(
          () => false,
          () => true,
        )
        client.release(broken)
        throw error
      }
    },
    // Data errors, integrity violations, rollbacks, and values too large for an index.
    separable: (error) => /^(?:22|23|40|54)/.test(String((error as { code?: string }).code)),
    async close() {
      if (writer.ended) return
      await writer.end()
      await db.destroy()
    },
  }
}

/** The rows' values as one array per column, for `unnest`. */
function columnsOf(rows: readonly (readonly Value[])[]): Value[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!))
}

/** Settings of each connection. A commit acknowledged before it is on disk could lose claims and audit rows. */
function withSettings(url: string, settings: string): string {
  const address = new URL(url)
  const given = address.searchParams.get('options')
  address.searchParams.set('options', given === null ? settings : `${given} ${settings}`)
  return address.href
}

async function check(pool: Pool, shown: string): Promise<void> {
  const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num')
  const major = Math.floor(Number(rows[0]!.server_version_num) / 10_000)
  if (major < oldest) {
    throw new StoreError('unsupported', shown, `runs on PostgreSQL ${major}`, `upgrade it to ${oldest} or newer`)
  }
  const skewMs = await skewOf(pool)
  if (Math.abs(skewMs) <= mostSkewMs) return
  const seconds = (Math.abs(skewMs) / 1_000).toFixed(1)
  const problem = `has a clock that is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's`
  throw new StoreError('clock', shown, problem, 'synchronise both (NTP): approvals expire and rows are dated by them')
}

/** How far the server's clock is ahead, beyond what the round trip explains. */
async function skewOf(pool: Pool): Promise<number> {
  const before = Date.now()
  const { rows } = await pool.query<{ now: number }>('select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now')
  const { now } = rows[0]!
  if (now < before) return now - before
  return Math.max(0, now - Date.now())
}
