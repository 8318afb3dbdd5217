import type { TaskRecord, Tasks, UnreadableTask } from '@portico/core'
import { sql } from 'kysely'
import { callerText } from '../intents/caller-text.ts'
import type { StoreContext } from '../store/context.ts'
import { serverNow } from '../store/server-now.ts'
import type { Cipher } from '../tokens/cipher.ts'
import { openRecord, sealRecord } from './sealed-record.ts'
import type { TaskRow } from './task-tables.ts'

/** An unreadable task is retried after this long: its key may have been restored. */
const unreadableLeftMs = 300_000

/** Tasks that outlive their process: any instance finds due ones, and the version lets only one of them write. */
export function sqlTasks({ connection: { db, dialect }, cipher }: StoreContext): Tasks {
  const byIntent = (task: TaskRecord): Promise<TaskRow> =>
    db
      .selectFrom('tasks')
      .selectAll()
      .where('tenant_id', '=', task.tenantId)
      .where('client', '=', task.client)
      .where('caller', '=', callerText(task))
      .where('operation', '=', task.operation)
      .where('idempotency_key', '=', task.idempotencyKey)
      .executeTakeFirstOrThrow()
  const leave = (row: TaskRow, until: number): Promise<unknown> =>
    db
      .updateTable('tasks')
      .set({ leased_until: until })
      .where('tenant_id', '=', row.tenant_id)
      .where('id', '=', row.id)
      .where('version', '=', row.version)
      .execute()
  return {
    async create(task) {
      await db
        .insertInto('tasks')
        .values(await rowOf(cipher, task))
        .onConflict((conflict) => conflict.columns(['tenant_id', 'client', 'caller', 'operation', 'idempotency_key']).doNothing())
        .execute()
      return openRecord(cipher, await byIntent(task))
    },
    async find(tenantId, id) {
      const row = await db
        .selectFrom('tasks')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && openRecord(cipher, row)
    },
    async save(task) {
      const { id: _id, tenant_id: _tenant, ...changed } = await rowOf(cipher, task)
      const { numUpdatedRows } = await db
        .updateTable('tasks')
        .set(changed)
        .where('tenant_id', '=', task.tenantId)
        .where('id', '=', task.id)
        .where('version', '=', task.version - 1)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async due(now, most, unreadable) {
      const rows = await db
        .selectFrom('tasks')
        .selectAll()
        .where('due_at', '<=', now)
        .where('leased_until', '<=', now)
        .orderBy('due_at')
        .limit(most)
        .execute()
      return openEach(cipher, rows, async (row, problem) => {
        // Left at the head of the queue, unreadable tasks would crowd out all others.
        await leave(row, now + unreadableLeftMs)
        unreadable?.(toldOf(row, problem))
      })
    },
    async list(tenantId, most, unreadable) {
      const rows = await db
        .selectFrom('tasks')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('created_at', 'desc')
        .limit(most)
        .execute()
      return openEach(cipher, rows, (row, problem) => unreadable?.(toldOf(row, problem)))
    },
    async prune(now) {
      // An instance whose clock is fast must not delete a task still running elsewhere.
      const passed = dialect === 'postgres' ? sql<number>`least(${now}::bigint, ${sql.raw(serverNow)})` : sql<number>`${now}`
      const { numDeletedRows } = await db.deleteFrom('tasks').where('expires_at', '<=', passed).executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

/** Those that can be read; the others are reported. */
async function openEach(
  cipher: Cipher | undefined,
  rows: readonly TaskRow[],
  unreadable: (row: TaskRow, problem: string) => void | Promise<void>,
): Promise<readonly TaskRecord[]> {
  const opened = await Promise.all(
    rows.map(async (row) => {
      try {
        return await openRecord(cipher, row)
      } catch (error) {
        await unreadable(row, (error as Error).message)
        return undefined
      }
    }),
  )
  return opened.filter((task) => task !== undefined)
}

function toldOf({ tenant_id: tenantId, id, operation }: TaskRow, problem: string): UnreadableTask {
  return { tenantId, id, operation, problem }
}

async function rowOf(cipher: Cipher | undefined, task: TaskRecord): Promise<TaskRow> {
  return {
    id: task.id,
    tenant_id: task.tenantId,
    client: task.client,
    caller: callerText(task),
    operation: task.operation,
    idempotency_key: task.idempotencyKey,
    status: task.status,
    created_at: task.createdAt,
    due_at: task.dueAt ?? null,
    leased_until: task.leasedUntil,
    expires_at: task.expiresAt,
    version: task.version,
    record: await sealRecord(cipher, task),
  }
}
