import { readFile } from 'node:fs/promises'
import pg, { type Client, type ClientConfig } from 'pg'
import { SyncError } from '../sync-error.ts'
import { sourceFailure } from './source-failure.ts'

/** Where a database is, and who reads it. */
export interface DatabaseConnection {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly username: string
  readonly password: string
  /** `verify-full` checks the server's certificate and name; `require` only encrypts. */
  readonly tls: 'verify-full' | 'require' | 'disable'
  /** A PEM file with the certificates to trust. Default: those that Node trusts. */
  readonly caFile: string | undefined
}

/** A row of a result, every value in PostgreSQL's own text form. */
export type TextRow = readonly (string | null)[]

/**
 * Gives values one text form, whatever the settings of server, database and role: a copied row equals the same row in the log.
 * The search path is empty, so that types are written with their schemas.
 */
const sessionParameters = {
  search_path: '',
  client_encoding: 'UTF8',
  datestyle: 'ISO,YMD',
  timezone: 'UTC',
  intervalstyle: 'iso_8601',
  extra_float_digits: '1',
  bytea_output: 'hex',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
} as const

const options = Object.entries(sessionParameters)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ')

/** The database's address, for reports: no password. */
export function labelOf({ username, host, port, database }: DatabaseConnection): string {
  return `postgres://${username}@${host}:${port}/${database}`
}

/** Opens a session for queries, or for the log. Throws a SyncError. */
export async function openSession(connection: DatabaseConnection, kind: 'query' | 'log'): Promise<Client> {
  const { host, port, database, username, password } = connection
  const config: ClientConfig & { readonly replication?: 'database' } = {
    host,
    port,
    database,
    user: username,
    password,
    options,
    ssl: await tlsOf(connection),
    application_name: 'portico sync',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser: () => (text: string) => text },
    ...(kind === 'log' && { replication: 'database' }),
  }
  const client = new pg.Client(config)
  // A broken session fails the query that needs it; there may be none right now.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw sourceFailure(error, labelOf(connection))
  }
}

/** Runs queries that may wait for others at the server; an abort cancels them there too. */
export async function cancellable<T>(
  connection: DatabaseConnection,
  client: Client,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const { processID } = client as unknown as { readonly processID: number }
  const cancel = (): void => void cancelBackend(connection, processID).catch(() => undefined)
  signal.throwIfAborted()
  signal.addEventListener('abort', cancel)
  try {
    return await work()
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

async function cancelBackend(connection: DatabaseConnection, processID: number): Promise<void> {
  const other = await openSession(connection, 'query')
  try {
    await other.query('SELECT pg_cancel_backend($1)', [processID])
  } finally {
    await other.end()
  }
}

async function tlsOf({ tls, caFile }: DatabaseConnection): Promise<ClientConfig['ssl']> {
  if (tls === 'disable') return false
  if (tls === 'require') return { rejectUnauthorized: false }
  if (caFile === undefined) return { rejectUnauthorized: true }
  try {
    return { rejectUnauthorized: true, ca: await readFile(caFile, 'utf8') }
  } catch (error) {
    throw new SyncError('invalid_options', `caFile: ${caFile} can't be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
