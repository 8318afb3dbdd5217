import type { Severity, Tasks } from '@portico/core'

/** A late task, as reported to people. The governance package's incidents accept it. */
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

/** Where long operations are kept, and who is told of their end. */
export interface TaskOptions {
  /** Default: in this process, which forgets them on a crash; the governance package keeps them in SQL. */
  readonly store?: Tasks
  /** How long a task is kept after its creation, in milliseconds. Default: one day. */
  readonly ttlMs?: number
  /** Operations that are refused to clients without the tasks extension, instead of making them wait. */
  readonly required?: readonly string[]
  /**
   * When a person at the client is asked: `before` there is a task (default), in the answer to tools/call; or `within` the task,
   * which then waits for tasks/update.
   */
  readonly approvals?: 'before' | 'within'
  /** How long a client without the tasks extension waits for the end, in milliseconds. Default: 25,000. */
  readonly waitMs?: number
  /** Milliseconds between checks for due tasks. Default: 500. */
  readonly everyMs?: number
  /** Receives every task's end, signed per Standard Webhooks; over https, or http on loopback. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  /** Receives late tasks. */
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
