import type { Actor, Approval } from '../contract/classes.ts'

/** Where a task stands, in the words of MCP's tasks. */
export type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled'

/** A long operation that was asked for and runs on: all that any instance needs to go on with it and to answer for it. Plain data. */
export interface TaskRecord {
  /** Random: whoever holds it still has to be its owner. */
  readonly id: string
  readonly tenantId: string
  /** The client, the actor and the person at the client that asked, who alone are answered. */
  readonly client: string
  readonly actor: Actor
  /** The person's id, where there was one. */
  readonly person?: string
  readonly tool: string
  /** `stripe.runReport` */
  readonly operation: string
  /** The definition that it was asked of; a task whose operation has changed since does not go on. */
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
  /** How often it was asked about. */
  readonly polls: number
  /** The job's handle at the vendor, once it has started. */
  readonly handle: unknown
  /** The approval that it waits for. */
  readonly approvalId: string | undefined
  /** Which class of decision that is. */
  readonly requiredApproval: Approval | undefined
  /** The names of the questions to the person at the client that are not answered yet. Until they are, it does not start. */
  readonly questions?: readonly string[]
  /** The tool's answer, when it has ended. */
  readonly result: unknown
  /** The protocol's error, when it could not go on. */
  readonly error: { readonly code: number; readonly message: string } | undefined
  /** Epoch milliseconds, as all times here. */
  readonly createdAt: number
  readonly updatedAt: number
  /** The SLA: when it counts as late. */
  readonly deadline: number
  readonly late: boolean
  /** When it is forgotten. */
  readonly expiresAt: number
  readonly pollIntervalMs: number
  /** When something is to be done about it next; undefined where nothing is. */
  readonly dueAt: number | undefined
  /** Until when an instance is at it. */
  readonly leasedUntil: number
  /** Whether its end has still to be told by webhook. */
  readonly untold: boolean
  /** Counts the writes: a write that has not seen the one before it is refused. */
  readonly version: number
}

/** A task that can not be read here: its key is not here, or it was altered. */
export interface UnreadableTask {
  readonly tenantId: string
  readonly id: string
  readonly operation: string
  readonly problem: string
}

/** Where tasks are kept. Any instance may work on any of them. */
export interface Tasks {
  /** Stores a task, unless whoever asks has one under the same key and operation already: that one is given. */
  create(task: TaskRecord): TaskRecord | Promise<TaskRecord>
  find(tenantId: string, id: string): TaskRecord | undefined | Promise<TaskRecord | undefined>
  /** Replaces a task whose version is the one before this; false where somebody else was first, or it is gone. */
  save(task: TaskRecord): boolean | Promise<boolean>
  /**
   * Tasks that something is to be done about and nobody is at, the longest due first. One that can't be read is told of, left for five
   * minutes, and keeps no other from being due.
   */
  due(
    now: number,
    most: number,
    unreadable?: (task: UnreadableTask) => void,
  ): readonly TaskRecord[] | Promise<readonly TaskRecord[]>
  /** A tenant's tasks, the newest first. One that can't be read is told of, and keeps no other from being listed. */
  list(
    tenantId: string,
    most: number,
    unreadable?: (task: UnreadableTask) => void,
  ): readonly TaskRecord[] | Promise<readonly TaskRecord[]>
  /** Forgets what has expired; gives how many. */
  prune(now: number): number | Promise<number>
}
