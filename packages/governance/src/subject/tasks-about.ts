import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { TaskRow } from '../tasks/task-tables.ts'
import type { SubjectCall } from './find-subject.ts'

/**
 * The long operations that those calls started, or are about to start: a task has its call's key, and holds its arguments and
 * result.
 */
export async function tasksAbout(db: Kysely<Database>, calls: readonly SubjectCall[]): Promise<readonly TaskRow[]> {
  const found = new Map<string, TaskRow>()
  for (const { row } of calls) {
    if (row.idempotencyKey === undefined) continue
    const tasks = await db
      .selectFrom('tasks')
      .selectAll()
      .where('tenant_id', '=', row.tenantId)
      .where('operation', '=', `${row.connector}.${row.operation}`)
      .where('idempotency_key', '=', row.idempotencyKey)
      .execute()
    for (const task of tasks) found.set(task.id, task)
  }
  return [...found.values()]
}

/** Whether it will not change any more. */
export function hasEnded({ status }: Pick<TaskRow, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}
