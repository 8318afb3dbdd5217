import type { TaskRecord } from '@portico/core'
import type { CompiledRound } from '../questions/question.ts'

export const tasksExtension = 'io.modelcontextprotocol/tasks'

/** What a task's client is told at its start. */
export function createdView(task: TaskRecord): object {
  return { resultType: 'task', ...common(task) }
}

/** What it is told when it asks: with the result, error or questions that belong to the status. */
export function taskView(task: TaskRecord, questions: CompiledRound): Record<string, unknown> {
  const { status, result, error } = task
  return {
    resultType: 'complete',
    ...common(task),
    ...(status === 'completed' && { result: { resultType: 'complete', ...(result as object) } }),
    ...(status === 'failed' && { error }),
    ...(status === 'input_required' && {
      inputRequests: Object.fromEntries(
        Object.entries(questions).map(([name, { message, form }]) => [
          name,
          { method: 'elicitation/create', params: { mode: 'form', message, requestedSchema: form } },
        ]),
      ),
    }),
  }
}

function common({ id, status, statusMessage, createdAt, updatedAt, expiresAt, pollIntervalMs }: TaskRecord): object {
  return {
    taskId: id,
    status,
    ...(statusMessage !== undefined && { statusMessage }),
    createdAt: new Date(createdAt).toISOString(),
    lastUpdatedAt: new Date(updatedAt).toISOString(),
    ttlMs: expiresAt - createdAt,
    pollIntervalMs,
  }
}
