import type { Source } from '@portico/core/streams'
import { SyncError } from '../sync-error.ts'
import type { DatabaseConnection } from './connection.ts'

export interface PostgresSourceOptions {
  readonly tenantId: string
  /** Which of the tenant's databases. Default `default`. */
  readonly account?: string
  /** `{ login: { username, password } }`, or a function that returns `{ credentials }` of that form. */
  readonly credentials: unknown
  /** Where the database is: the vendor's settings. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Names of tables, with their schemas. Default: all that are published. */
  readonly tables?: readonly string[]
  /**
   * When the server may discard log that was read: once it has `landed`, or, where landing is not the final step, once a later
   * run is given the position back. Default `landed`.
   */
  readonly confirms?: 'landed' | 'given-back'
}

export interface SourceConnection extends DatabaseConnection {
  readonly publication: string
}

interface SettingsSchema {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: Readonly<Record<string, string>> }
    | {
        readonly success: false
        readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
      }
}

/** Throws a SyncError that names what is missing or wrong, and never its value. */
export async function readConnection(source: Source<object>, options: PostgresSourceOptions): Promise<SourceConnection> {
  const { tenantId, account = 'default' } = options
  if (tenantId.trim() === '') throw new TypeError('tenantId: say which tenant this connection is of')
  const parsed = (source.vendor.settings as unknown as SettingsSchema).safeParse(options.settings)
  if (!parsed.success) {
    const told = parsed.error.issues.map(({ path, message }) => `settings.${path.join('.')}: ${message}`)
    throw new SyncError('invalid_options', `${source.vendor.id}: ${told.join('; ')}`)
  }
  const { host, port, database, tls, caFile, publication } = parsed.data
  if (!(Number(port) >= 1 && Number(port) <= 65_535)) {
    throw new SyncError('invalid_options', `${source.vendor.id}: settings.port: it must be a number from 1 to 65535`)
  }
  const { username, password } = await loginOf(options.credentials, { tenantId, account })
  return {
    host: host!,
    port: Number(port),
    database: database!,
    username,
    password,
    tls: tls as DatabaseConnection['tls'],
    caFile,
    publication: publication!,
  }
}

async function loginOf(
  credentials: unknown,
  reference: { readonly tenantId: string; readonly account: string },
): Promise<{ readonly username: string; readonly password: string }> {
  const given =
    typeof credentials === 'function'
      ? ((await credentials(reference)) as { readonly credentials: unknown } | undefined)?.credentials
      : credentials
  const { username, password } = ((given as { readonly login?: unknown } | undefined)?.login ?? {}) as Record<string, unknown>
  if (typeof username !== 'string' || username === '' || typeof password !== 'string') {
    throw new SyncError('invalid_options', 'credentials: they are { login: { username, password } }')
  }
  return { username, password }
}
