import { randomUUID } from 'node:crypto'
import type SqliteDatabase from 'better-sqlite3'
import type { RunReport } from '../../run/report.ts'
import {
  type Concurrency,
  concurrencyOf,
  type EngineRun,
  type RunFilter,
  type RunState,
  type Schedule,
  type ScheduleStatus,
  type SyncJob,
} from '../engine.ts'
import { nextTime } from '../next-time.ts'
import { resumed } from '../run-step.ts'

/** A run that a worker holds, until its lease ends or another worker takes it. */
export interface ClaimedRun {
  readonly id: string
  readonly job: SyncJob
  /** The fencing token: writes with an older one are ignored. */
  readonly token: number
  readonly retries: number
  readonly report: RunReport | undefined
}

export type Wanted = 'pause' | 'cancel' | null

/** How a worker releases a run: it has ended, is paused, or goes on later. */
export interface ReleasedAs {
  readonly state: RunState
  readonly report?: RunReport
  readonly error?: string
  readonly inMs?: number
  /** How often it has been retried. */
  readonly retries?: number
}

interface RunRow {
  readonly id: string
  readonly job: string
  readonly state: RunState
  readonly schedule: string | null
  readonly created_at: number
  readonly token: number
  readonly retries: number
  readonly steps: number
  readonly report: string | null
  readonly error: string | null
}

/** The local engine's journal: runs, their last step and their workers. Several processes may have it open. */
export class Journal {
  readonly #database: SqliteDatabase.Database
  readonly #now: () => number
  // Each poll of a worker runs the same statements, and preparing one takes longer than running it.
  readonly #statements = new Map<string, SqliteDatabase.Statement>()

  constructor(database: SqliteDatabase.Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  add(
    job: SyncJob,
    { id = randomUUID(), schedule = null }: { readonly id?: string; readonly schedule?: string | null } = {},
  ): string {
    const now = this.#now()
    this.#prepared(
      `INSERT OR IGNORE INTO runs (id, tenant, connector, job, schedule, state, created_at, due_at) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?)`,
    ).run(id, job.tenantId, job.connector, JSON.stringify(job), schedule, now, now)
    return id
  }

  run(id: string): EngineRun | undefined {
    const row = this.#prepared('SELECT * FROM runs WHERE id = ?').get(id) as RunRow | undefined
    return row && runOf(row)
  }

  runs({ tenantId, connector, limit = 50 }: RunFilter): EngineRun[] {
    const rows = this.#prepared(
      'SELECT * FROM runs WHERE (:tenant IS NULL OR tenant = :tenant) AND (:connector IS NULL OR connector = :connector) ORDER BY created_at DESC, rowid DESC LIMIT :limit',
    ).all({ tenant: tenantId ?? null, connector: connector ?? null, limit }) as RunRow[]
    return rows.map(runOf)
  }

  /** Takes the oldest due run that the concurrency limits allow; with `only`, that run or none. */
  claim(concurrency: Concurrency, leaseMs: number, only?: string): ClaimedRun | undefined {
    return this.#atOnce(() => {
      const now = this.#now()
      // Their workers have gone silent, so another takes over.
      this.#prepared(`UPDATE runs SET state = 'queued' WHERE state = 'running' AND lease_until <= ?`).run(now)
      this.#prepared(
        `UPDATE runs SET state = CASE wanted WHEN 'pause' THEN 'paused' ELSE 'cancelled' END, wanted = NULL WHERE state = 'queued' AND wanted IS NOT NULL`,
      ).run()
      const running = this.#prepared(
        `SELECT tenant, connector, count(*) AS count FROM runs WHERE state = 'running' GROUP BY tenant, connector`,
      ).all() as { readonly tenant: string; readonly connector: string; readonly count: number }[]
      const full = running.filter(({ connector, count }) => count >= concurrencyOf(concurrency, connector))
      const due = this.#prepared(
        `SELECT * FROM runs WHERE state = 'queued' AND due_at <= :now AND (:only IS NULL OR id = :only) ORDER BY created_at, rowid`,
      ).iterate({ now, only: only ?? null }) as IterableIterator<RunRow & { readonly tenant: string; readonly connector: string }>
      let found: RunRow | undefined
      for (const row of due) {
        if (full.some(({ tenant, connector }) => tenant === row.tenant && connector === row.connector)) continue
        found = row
        break
      }
      if (!found) return undefined
      const { id, job, token, retries, report } = found
      this.#prepared(`UPDATE runs SET state = 'running', token = token + 1, lease_until = ? WHERE id = ?`).run(now + leaseMs, id)
      return { id, job: JSON.parse(job) as SyncJob, token: token + 1, retries, report: parsed(report) }
    })
  }

  /**
   * Renews this worker's lease on a run, and returns what its owner wants; undefined where the run is no longer this worker's.
   */
  renew({ id, token }: ClaimedRun, leaseMs: number): { readonly wanted: Wanted } | undefined {
    const row = this.#prepared(
      `UPDATE runs SET lease_until = ? WHERE id = ? AND token = ? AND state = 'running' RETURNING wanted`,
    ).get(this.#now() + leaseMs, id, token) as { readonly wanted: Wanted } | undefined
    return row
  }

  /** Records a step, and returns what the run's owner wants; undefined where the run is no longer this worker's. */
  step({ id, token }: ClaimedRun, report: RunReport, leaseMs: number): { readonly wanted: Wanted } | undefined {
    return this.#prepared(
      `UPDATE runs SET steps = steps + 1, report = ?, lease_until = ? WHERE id = ? AND token = ? AND state = 'running' RETURNING wanted`,
    ).get(JSON.stringify(report), this.#now() + leaseMs, id, token) as { readonly wanted: Wanted } | undefined
  }

  /** False where the run is no longer this worker's. */
  release({ id, token }: ClaimedRun, to: ReleasedAs): boolean {
    const { state, report, error, inMs = 0, retries } = to
    const { changes } = this.#prepared(
      `UPDATE runs SET state = ?, report = coalesce(?, report), error = ?, due_at = ?, retries = coalesce(?, retries), lease_until = NULL,
           wanted = CASE WHEN ? = 'queued' THEN wanted END
         WHERE id = ? AND token = ? AND state = 'running'`,
    ).run(state, report ? JSON.stringify(report) : null, error ?? null, this.#now() + inMs, retries ?? null, state, id, token)
    return changes === 1
  }

  want(id: string, wanted: 'pause' | 'cancel'): boolean {
    const ended = wanted === 'pause' ? 'paused' : 'cancelled'
    return this.#atOnce(() => {
      const waiting = this.#prepared(
        `UPDATE runs SET state = ?, wanted = NULL WHERE id = ? AND (state = 'queued' OR (state = 'paused' AND ? = 'cancelled'))`,
      ).run(ended, id, ended)
      if (waiting.changes === 1) return true
      return this.#prepared(`UPDATE runs SET wanted = ? WHERE id = ? AND state = 'running'`).run(wanted, id).changes === 1
    })
  }

  resume(id: string): boolean {
    return this.#atOnce(() => {
      const row = this.#prepared(`SELECT report FROM runs WHERE id = ? AND state IN ('paused', 'failed', 'cancelled')`).get(
        id,
      ) as Pick<RunRow, 'report'> | undefined
      if (!row) return false
      const report = parsed(row.report)
      this.#prepared(
        `UPDATE runs SET state = 'queued', wanted = NULL, error = NULL, retries = 0, due_at = ?, report = ? WHERE id = ?`,
      ).run(this.#now(), report ? JSON.stringify(resumed(report)) : null, id)
      return true
    })
  }

  setSchedules(schedules: readonly Schedule[]): void {
    this.#atOnce(() => {
      const there = new Map(this.schedules().map((status) => [status.name, status]))
      this.#prepared('DELETE FROM schedules').run()
      for (const schedule of schedules) {
        const { nextAt, ...before } = there.get(schedule.name) ?? { nextAt: undefined }
        const same =
          nextAt !== undefined &&
          (before as Schedule).cron === schedule.cron &&
          (before as Schedule).timezone === schedule.timezone
        const next = same ? Date.parse(nextAt) : nextTime(schedule, this.#now())
        this.#prepared('INSERT INTO schedules VALUES (?, ?, ?)').run(schedule.name, JSON.stringify(schedule), next)
      }
    })
  }

  schedules(): ScheduleStatus[] {
    const rows = this.#prepared('SELECT schedule, next_at FROM schedules ORDER BY name').all() as {
      readonly schedule: string
      readonly next_at: number
    }[]
    return rows.map(({ schedule, next_at: nextAt }) => ({
      ...(JSON.parse(schedule) as Schedule),
      nextAt: new Date(nextAt).toISOString(),
    }))
  }

  /** Starts the schedules that are due, except where the schedule's last run has not ended, so that runs don't pile up. */
  fire(): void {
    const now = this.#now()
    const due = this.#prepared('SELECT 1 FROM schedules WHERE next_at <= ?').get(now)
    if (due === undefined) return
    this.#atOnce(() => {
      for (const { nextAt, ...schedule } of this.schedules()) {
        if (Date.parse(nextAt) > now) continue
        const open = this.#prepared(`SELECT 1 FROM runs WHERE schedule = ? AND state IN ('queued', 'running', 'paused')`).get(
          schedule.name,
        )
        if (open === undefined) this.add(schedule.job, { schedule: schedule.name })
        this.#prepared('UPDATE schedules SET next_at = ? WHERE name = ?').run(nextTime(schedule, now), schedule.name)
      }
    })
  }

  close(): void {
    this.#database.close()
  }

  #prepared(text: string): SqliteDatabase.Statement {
    let statement = this.#statements.get(text)
    if (!statement) this.#statements.set(text, (statement = this.#database.prepare(text)))
    return statement
  }

  #atOnce<T>(work: () => T): T {
    return this.#database.transaction(work).immediate()
  }
}

function parsed(report: string | null): RunReport | undefined {
  return report === null ? undefined : (JSON.parse(report) as RunReport)
}

function runOf(row: RunRow): EngineRun {
  const { id, job, state, schedule, created_at: createdAt, token, steps, report, error } = row
  return {
    id,
    job: JSON.parse(job) as SyncJob,
    state,
    schedule: schedule ?? undefined,
    createdAt: new Date(createdAt).toISOString(),
    attempt: token,
    steps,
    report: parsed(report),
    error: error ?? undefined,
  }
}
