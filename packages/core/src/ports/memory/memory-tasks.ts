import type { TaskRecord, Tasks } from '../tasks.ts'

/** In-memory tasks, lost in a crash. */
export function memoryTasks(): Tasks {
  const tasks = new Map<string, TaskRecord>()
  const sameIntent = (one: TaskRecord, other: TaskRecord): boolean =>
    one.tenantId === other.tenantId &&
    one.client === other.client &&
    one.actor.type === other.actor.type &&
    one.actor.id === other.actor.id &&
    one.person === other.person &&
    one.operation === other.operation &&
    one.idempotencyKey === other.idempotencyKey
  return {
    create(task) {
      const earlier = [...tasks.values()].find((held) => sameIntent(held, task))
      if (!earlier) tasks.set(task.id, task)
      return earlier ?? task
    },
    find: (tenantId, id) => {
      const task = tasks.get(id)
      return task?.tenantId === tenantId ? task : undefined
    },
    save(task) {
      const earlier = tasks.get(task.id)
      if (earlier?.tenantId !== task.tenantId || earlier.version !== task.version - 1) return false
      tasks.set(task.id, task)
      return true
    },
    due: (now, most) =>
      [...tasks.values()]
        .filter(({ dueAt, leasedUntil }) => dueAt !== undefined && dueAt <= now && leasedUntil <= now)
        .toSorted((one, other) => one.dueAt! - other.dueAt!)
        .slice(0, most),
    list: (tenantId, most) =>
      [...tasks.values()]
        .filter((task) => task.tenantId === tenantId)
        .toSorted((one, other) => other.createdAt - one.createdAt)
        .slice(0, most),
    prune(now) {
      const expired = [...tasks.values()].filter(({ expiresAt }) => expiresAt <= now)
      for (const { id } of expired) tasks.delete(id)
      return expired.length
    },
  }
}
