import type { TaskRecord } from '@portico/core'

let made = 0

/** A task of a tenant of its own, unless it is said otherwise. */
export function task(more: Partial<TaskRecord> = {}): TaskRecord {
  made++
  return {
    id: `task-${made}`,
    tenantId: `tenant-${made}`,
    client: 'agent',
    actor: { type: 'executor_system', id: 'agent' },
    tool: 'desk_export',
    operation: 'desk.export',
    pin: 'pin',
    input: { queue: 'it' },
    argumentsHash: 'hash',
    idempotencyKey: `key-${made}`,
    correlationId: undefined,
    owner: 'Support',
    status: 'working',
    statusMessage: undefined,
    polls: 0,
    handle: undefined,
    approvalId: undefined,
    requiredApproval: undefined,
    result: undefined,
    error: undefined,
    createdAt: made,
    updatedAt: made,
    deadline: 1_000,
    late: false,
    expiresAt: 1e12,
    pollIntervalMs: 50,
    dueAt: undefined,
    leasedUntil: 0,
    untold: false,
    version: 0,
    ...more,
  }
}
