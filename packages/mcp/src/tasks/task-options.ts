import type { Severity, Tasks } from '@portico/core'

/** A late task, as a person is told of it. The governance package's incidents take it. */
export interface LateTask {
  readonly tenantId: string
  readonly source: 'workflow'
  readonly kind: 'task_late'
  readonly subject: string
  readonly severity: Severity
  readonly title: string
  readonly at: string
  readonly correlationId: string | undefined
}

/** Where long operations are kept, and who hears of their end. */
export interface TaskOptions {
  /** Default: tasks of this process. A crash forgets those; the governance package keeps them in SQL. */
  readonly store?: Tasks
  /** How long a task is kept after it was made, in milliseconds. Default: a day. */
  readonly ttlMs?: number
  /** Operations that a client without the tasks extension is refused, instead of being made to wait. */
  readonly required?: readonly string[]
  /**
   * When a person at the client is asked: `before` there is a task (default), in an answer to tools/call; or `within` the task, which
   * then waits for tasks/update.
   */
  readonly approvals?: 'before' | 'within'
  /** How long a client without the tasks extension waits for the end, in milliseconds. Default: 25,000. */
  readonly waitMs?: number
  /** How often due tasks are looked for, in milliseconds. Default: 500. */
  readonly everyMs?: number
  /** Told of every end, signed as Standard Webhooks has it; over https, or http on loopback. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  /** Told of tasks that are late. */
  readonly incidents?: { report(incident: LateTask): void | Promise<void> }
}

export interface ResolvedTaskOptions extends Omit<TaskOptions, 'webhook' | 'incidents'> {
  readonly store: Tasks
  readonly ttlMs: number
  readonly required: readonly string[]
  readonly approvals: 'before' | 'within'
  readonly waitMs: number
  readonly everyMs: number
  readonly webhook: TaskOptions['webhook'] | undefined
  readonly incidents: TaskOptions['incidents'] | undefined
}
