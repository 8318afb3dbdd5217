import type { AuditSink, Claims, Deliveries, IncidentSink, Intents, StandingApprovals, Tasks, Tokens } from '@portico/core'
import type { Kysely } from 'kysely'
import type { SigningKeys } from '../approvals/signing-keys.ts'
import type { SlaMs } from '../approvals/sla.ts'
import { type SqlApprovals, sqlApprovals } from '../approvals/sql-approvals.ts'
import { sqlAudit } from '../audit/sql-audit.ts'
import { sqlClaims } from '../claims/sql-claims.ts'
import { sqlDeliveries } from '../deliveries/sql-deliveries.ts'
import type { Incidents } from '../incidents/incident.ts'
import { sqlIncidents } from '../incidents/sql-incidents.ts'
import { sqlIntents } from '../intents/sql-intents.ts'
import type { RotatingCipher } from '../keys/aes-gcm-cipher.ts'
import { type KeyRotation, rotateKeys } from '../keys/rotate-keys.ts'
import { type Leases, sqlLeases } from '../leases/sql-leases.ts'
import { type SqlLedger, sqlLedger } from '../ledger/sql-ledger.ts'
import { type Reconciliation, sqlReconciliation } from '../reconcile/sql-reconciliation.ts'
import { sqlStandingApprovals } from '../standing/sql-standing-approvals.ts'
import type { Cipher } from '../tokens/cipher.ts'
import { sqlTasks } from '../tasks/sql-tasks.ts'
import { auditPurge } from '../audit/purge-audit.ts'
import { type AuditStoreReport, verifyAuditStore } from '../audit/verify-audit-store.ts'
import { type VerifyAuditOptions, verifyInThreads } from '../audit/verify-in-threads.ts'
import type { RetentionTarget } from '../retention/retention.ts'
import { storeTargets } from '../retention/store-targets.ts'
import { type RunHistory, sqlRuns } from '../runs/sql-runs.ts'
import { sqlSubjects, type Subjects } from '../subject/sql-subjects.ts'
import { sqlTokens } from '../tokens/sql-tokens.ts'
import { type DeadLetters, sqlDeadLetters } from '../outbox/dead-letters.ts'
import type { Outbox, OutboxOptions } from '../outbox/outbox.ts'
import { sqlOutbox } from '../outbox/sql-outbox.ts'
import type { Connection } from './connection.ts'
import type { StoreContext } from './context.ts'
import type { Database } from './database.ts'
import type { Dialect } from './dialect.ts'
import { GroupCommit } from './group-commit.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { unreachable } from './postgres/unreachable.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { type StoreAddress, storeAddress } from './store-address.ts'
import { StoreError } from './store-error.ts'
import { tenantsOf } from './tenants.ts'

/** How a store is opened, and what it encrypts, signs and reports. */
export interface StoreOptions {
  /** Runs missing migrations (default). If false, a store with an older schema is refused: run `portico store migrate`. */
  readonly migrate?: boolean
  /** PostgreSQL: the schema that holds the store's tables (default: portico). */
  readonly schema?: string
  /** PostgreSQL: most connections of this process, besides the one that writes (default: 8). */
  readonly connections?: number
  /**
   * Encrypts tokens, calls that wait for a decision, tasks, and results of calls. Without it no token and no such call is kept:
   * acquiring a token, asking for a decision, and calls on S3 data are refused; tasks and results of other calls are stored
   * readable.
   */
  readonly cipher?: Cipher
  /** Signs decisions; without it no call can wait for one. */
  readonly signingKeys?: SigningKeys
  /** Milliseconds within which approvals of each class must be decided (default: A1 4 h, A2 8 h, A3 24 h). */
  readonly approvalSlaMs?: Partial<SlaMs>
  /** Receives contradictions instead of the store's own incidents. */
  readonly incidents?: IncidentSink
  /**
   * Epoch milliseconds (default: the system clock). On PostgreSQL, claims and shares expire by the server's clock, unless this is
   * given: then it must be the clock of every instance.
   */
  readonly now?: () => number
  readonly events?: OutboxOptions
}

/** An open store: core's ports on SQL. */
export interface SqlStore extends AsyncDisposable {
  readonly dialect: Dialect
  readonly claims: Claims
  readonly approvals: SqlApprovals
  readonly standing: StandingApprovals
  readonly deliveries: Deliveries
  readonly tokens: Tokens
  readonly audit: AuditSink
  /** As `verifyAuditStore`; for a SQLite file, in several threads. */
  verifyAudit(options?: VerifyAuditOptions): Promise<AuditStoreReport>
  readonly ledger: SqlLedger
  readonly leases: Leases
  readonly tasks: Tasks
  readonly intents: Intents
  /** Which syncs ran, and how they ended. */
  readonly runs: RunHistory
  /** What the store keeps of both planes, for `runRetention`. */
  readonly retention: readonly RetentionTarget[]
  readonly subjects: Subjects
  /** Core's event sink. Published events are kept until a relay has delivered them. */
  readonly events: Outbox
  readonly deadLetters: DeadLetters
  readonly incidents: Incidents
  /** Calls of unknown outcome, for a person to settle. */
  readonly reconciliation: Reconciliation
  /** Every tenant with anything in the store, sorted. */
  tenants(): Promise<readonly string[]>
  /**
   * Reseals tokens, calls that wait for a decision, tasks and results with the cipher's current key, including those stored readable
   * before there was a cipher. If interrupted, run it again to continue; values that others write in the meantime are kept. Rejects
   * with a `KeyError` for a value whose key the cipher does not have, and leaves that value unchanged.
   */
  rotateKeys(cipher: RotatingCipher): Promise<KeyRotation>
  /** The tables, for whatever has no method here. */
  readonly db: Kysely<Database>
  /** Finishes pending writes, then closes. */
  close(): Promise<void>
}

/**
 * Opens `sqlite:./portico.db` (one file, readable only by its owner) or `postgres://…` (15 and newer) and migrates its schema.
 * Rejects with a `StoreError` that says what to do; a refused store is left unchanged.
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<SqlStore> {
  const address = storeAddress(url)
  const { connection, schema } = await connectionTo(address, options)
  try {
    await bringUpToDate(connection, schema, address, options)
  } catch (error) {
    await connection.close()
    throw error
  }
  return storeOn(connection, options, address)
}

function storeOn(connection: Connection, options: StoreOptions, address: StoreAddress): SqlStore {
  const { dialect, db } = connection
  const commits = new GroupCommit(connection)
  const { cipher, now = () => Date.now() } = options
  const events = sqlOutbox({ connection, commits, now }, options.events)
  const incidents = sqlIncidents({ connection, commits, now }, events)
  const { shown } = address
  const byServerClock = dialect === 'postgres' && options.now === undefined
  const told = options.incidents ?? incidents
  const context: StoreContext = { connection, commits, cipher, incidents: told, now, byServerClock, shown }
  const leases = sqlLeases(context)
  const ledger = sqlLedger(context)
  const close = async (): Promise<void> => {
    await commits.close()
    await connection.close()
  }

  return {
    dialect,
    db,
    claims: sqlClaims(context, ledger),
    approvals: sqlApprovals(context, { signingKeys: options.signingKeys, slaMs: options.approvalSlaMs }),
    standing: sqlStandingApprovals(context),
    deliveries: sqlDeliveries(context),
    tokens: sqlTokens(context, leases),
    audit: sqlAudit(context),
    verifyAudit: (verifying) =>
      address.dialect === 'sqlite' ? verifyInThreads(db, address.path, verifying) : verifyAuditStore(db, verifying),
    ledger,
    leases,
    tasks: sqlTasks(context),
    intents: sqlIntents(context),
    runs: sqlRuns(context),
    retention: storeTargets({ db, dialect, purgeAudit: auditPurge(context) }),
    subjects: sqlSubjects(context),
    events,
    incidents,
    deadLetters: sqlDeadLetters(context, options.events?.source),
    reconciliation: sqlReconciliation(context),
    tenants: () => tenantsOf(db),
    rotateKeys: (rotating) => rotateKeys(db, rotating),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Opens the database without migrating it. */
export async function connectionTo(
  address: StoreAddress,
  options: Pick<StoreOptions, 'schema' | 'connections'>,
): Promise<{ readonly connection: Connection; readonly schema: string }> {
  const schema = schemaOf(options, address.shown)
  const connection =
    address.dialect === 'sqlite'
      ? openSqlite(address.path, address.shown)
      : openPostgres(address.url, address.shown, { schema, connections: options.connections ?? 8 })
  return { connection: await connection, schema }
}

async function bringUpToDate(
  connection: Connection,
  schema: string,
  { shown }: StoreAddress,
  options: StoreOptions,
): Promise<void> {
  try {
    if (options.migrate ?? true) {
      await migrate(connection, schema, shown)
      return
    }
    const missing = (await migrationStatus(connection, schema, shown)).filter(({ ranAt }) => ranAt === undefined)
    if (missing.length > 0) {
      throw new StoreError('older', shown, `lacks ${missing.length} migrations`, 'run portico store migrate')
    }
  } catch (error) {
    if (error instanceof StoreError) throw error
    const code = String((error as { code?: string }).code)
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
      throw new StoreError('corrupt', shown, 'is damaged', 'restore it from a backup, or name another file', error)
    }
    throw connection.dialect === 'postgres' ? unreachable(error, shown) : error
  }
}

function schemaOf({ schema = 'portico' }: Pick<StoreOptions, 'schema'>, shown: string): string {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return schema
  throw new StoreError('address', shown, `has an invalid schema name`, 'name it in lower-case letters, digits and _')
}
