import type { StoreContext } from '../store/context.ts'
import type { SyncRunRow, SyncRunStatus } from './run-tables.ts'

/** A run of a sync, as it starts. */
export interface SyncRun {
  readonly tenantId: string
  readonly id: string
  readonly account: string
  readonly connector: string
  /** The destination's address, without a password. */
  readonly destination: string
  /** RFC 3339. */
  readonly startedAt: string
}

/** A run in the history. */
export interface PastRun extends SyncRun {
  /** A run whose process was killed also stays `running`. */
  readonly status: SyncRunStatus
  readonly endedAt: string | undefined
  /** As passed to `end`. */
  readonly report: unknown
}

/** Which syncs ran, and how they ended: the history of the data plane. A stream's state is kept with its records. */
export interface RunHistory {
  /** A run that resumes after a pause begins again under its id. */
  begin(run: SyncRun): Promise<void>
  /** `report` is stored as JSON; it holds counts and errors, never a record. */
  end(
    run: Pick<SyncRun, 'tenantId' | 'id'>,
    outcome: { readonly status: Exclude<SyncRunStatus, 'running'>; readonly report: unknown },
  ): Promise<void>
  /** The newest first. */
  list(tenantId: string, limit: number): Promise<readonly PastRun[]>
}

export function sqlRuns({ connection: { db }, now }: Pick<StoreContext, 'connection' | 'now'>): RunHistory {
  return {
    async begin({ tenantId, id, account, connector, destination, startedAt }) {
      const begun = { status: 'running', ended_at: null, report: null } as const
      await db
        .insertInto('sync_runs')
        .values({ tenant_id: tenantId, id, account, connector, destination, started_at: Date.parse(startedAt), ...begun })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet(begun))
        .execute()
    },
    async end({ tenantId, id }, { status, report }) {
      await db
        .updateTable('sync_runs')
        .set({ status, ended_at: now(), report: JSON.stringify(report) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute()
    },
    async list(tenantId, limit) {
      const rows = await db
        .selectFrom('sync_runs')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(pastRun)
    },
  }
}

function pastRun(row: SyncRunRow): PastRun {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    account: row.account,
    connector: row.connector,
    destination: row.destination,
    status: row.status,
    startedAt: new Date(row.started_at).toISOString(),
    endedAt: row.ended_at === null ? undefined : new Date(row.ended_at).toISOString(),
    report: row.report === null ? undefined : JSON.parse(row.report),
  }
}
