import type { Actor, Approval } from '../contract/classes.ts'

/** A task's status, in the terms of MCP tasks. */
export type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled'

/** A long-running operation, as plain data: everything that any instance needs to continue it and to answer for it. */
export interface TaskRecord {
  /** Random. Knowing it is not enough: only the owner is answered. */
  readonly id: string
  readonly tenantId: string
  /** The client, the actor and the person at the client who asked. Only they are answered. */
  readonly client: string
  readonly actor: Actor
  /** The person's id, if there was one. */
  readonly person?: string
  readonly tool: string
  /** `stripe.runReport` */
  readonly operation: string
  /** The pin of the operation that was requested; a task whose operation has changed since does not continue. */
  readonly pin: string
  readonly input: unknown
  /** SHA-256 of the canonical arguments, in hex. */
  readonly argumentsHash: string
  readonly idempotencyKey: string
  readonly correlationId: string | undefined
  /** Who is responsible when it is late. */
  readonly owner: string
  readonly status: TaskStatus
  readonly statusMessage: string | undefined
  /** How often it was polled. */
  readonly polls: number
  /** The job's handle at the vendor, once it has started. */
  readonly handle: unknown
  /** The approval that it waits for. */
  readonly approvalId: string | undefined
  /** The approval class needed. */
  readonly requiredApproval: Approval | undefined
  /** Names of the unanswered questions to the person at the client. The task starts only once they are answered. */
  readonly questions?: readonly string[]
  /** The tool's answer, when it has ended. */
  readonly result: unknown
  /** The protocol error, if it could not continue. */
  readonly error: { readonly code: number; readonly message: string } | undefined
  /** Epoch milliseconds, as all times here. */
  readonly createdAt: number
  readonly updatedAt: number
  /** The SLA: when the task counts as late. */
  readonly deadline: number
  readonly late: boolean
  /** When it is forgotten. */
  readonly expiresAt: number
  readonly pollIntervalMs: number
  /** When the next step is due; undefined if there is none. */
  readonly dueAt: number | undefined
  /** Until when an instance is working on it. */
  readonly leasedUntil: number
  /** Whether its end still has to be reported by webhook. */
  readonly untold: boolean
  /** Counts writes: a write based on an older version is refused. */
  readonly version: number
}

/** A task that cannot be read here: its encryption key is missing, or it was altered. */
export interface UnreadableTask {
  readonly tenantId: string
  readonly id: string
  readonly operation: string
  readonly problem: string
}

/** Where tasks are stored. Any instance may work on any of them. */
export interface Tasks {
  /** Stores a task, unless its owner already has one with the same key and operation, which is then returned. */
  create(task: TaskRecord): TaskRecord | Promise<TaskRecord>
  find(tenantId: string, id: string): TaskRecord | undefined | Promise<TaskRecord | undefined>
  /** Replaces a task whose version is the one before this; false if someone else was first, or the task is gone. */
  save(task: TaskRecord): boolean | Promise<boolean>
  /**
   * Due tasks that no instance is working on, the longest due first. One that can't be read is reported, left for five minutes,
   * and does not hold up the others.
   */
  due(
    now: number,
    most: number,
    unreadable?: (task: UnreadableTask) => void,
  ): readonly TaskRecord[] | Promise<readonly TaskRecord[]>
  /** A tenant's tasks, newest first. One that can't be read is reported, and does not stop the others from being listed. */
  list(
    tenantId: string,
    most: number,
    unreadable?: (task: UnreadableTask) => void,
  ): readonly TaskRecord[] | Promise<readonly TaskRecord[]>
  /** Deletes expired tasks and returns their number. */
  prune(now: number): number | Promise<number>
}
