import { randomUUID } from 'node:crypto'
import type { ConnectorError, JobHandle, TaskRecord } from '@portico/core'
import { askerOf, type Caller } from '../access/caller.ts'
import type { PreparedCall } from '../call/prepared-call.ts'
import type { ResolvedTaskOptions } from './task-options.ts'

export interface TaskStart {
  readonly key: string
  /** The job, if it has started. */
  readonly handle?: JobHandle
  /** The approval that it waits for. */
  readonly approval?: NonNullable<ConnectorError['approval']>
  /** Whether the person at the client may grant it. */
  readonly askable?: boolean
  readonly message?: string
  /** Questions to ask before it starts. */
  readonly questions?: readonly string[]
}

/** A task for a prepared call of a long operation. */
export function newTask(
  call: PreparedCall,
  caller: Caller,
  { ttlMs, approvals }: ResolvedTaskOptions,
  start: TaskStart,
  now: number,
): TaskRecord {
  const { tool, input, argumentsHash, options } = call
  const job = tool.operation.definition.job!
  const waits = start.approval !== undefined
  const deadline = now + job.withinMs
  const asks = start.questions !== undefined
  return {
    id: randomUUID(),
    ...askerOf(caller),
    actor: options.actor!,
    tool: tool.name,
    operation: tool.qualifiedName,
    pin: tool.operation.pin(),
    input,
    argumentsHash: argumentsHash(),
    idempotencyKey: start.key,
    correlationId: options.correlationId,
    owner: job.owner,
    status: asks || (waits && start.askable === true && approvals === 'within') ? 'input_required' : 'working',
    statusMessage: start.message,
    polls: 0,
    handle: start.handle,
    approvalId: start.approval?.id,
    requiredApproval: start.approval?.requires,
    ...(start.questions && { questions: start.questions }),
    result: undefined,
    error: undefined,
    createdAt: now,
    updatedAt: now,
    deadline,
    late: false,
    expiresAt: now + Math.max(ttlMs, 2 * job.withinMs),
    pollIntervalMs: Math.min(job.poll.everyMs, 5_000),
    // A task that waits for its person needs nothing until its deadline has passed.
    dueAt: asks ? deadline + 1 : now + (waits ? approvalPollMs : job.poll.everyMs),
    leasedUntil: 0,
    untold: false,
    version: 0,
  }
}

/** Milliseconds between checks for a decision that is made elsewhere. */
export const approvalPollMs = 1_000
