import type { Intent, TaskRecord } from '@portico/core'
import type { ResolvedTaskOptions } from './task-options.ts'

export function isEnded({ status }: Pick<TaskRecord, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}

/** The same task, ended; if somebody is to be told, that is due at once. */
export function ending(task: TaskRecord, { webhook }: Pick<ResolvedTaskOptions, 'webhook'>, now: number): TaskRecord {
  return webhook ? { ...task, untold: true, dueAt: now } : { ...task, dueAt: undefined }
}

export function intentOf({ client, tenantId, actor, person, operation, argumentsHash }: TaskRecord): Intent {
  return { client, tenantId, actor, ...(person !== undefined && { person }), operation, argumentsHash }
}
