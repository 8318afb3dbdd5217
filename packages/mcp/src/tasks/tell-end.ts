import type { TaskRecord } from '@portico/core'
import { signDelivery, standardWebhooks } from '@portico/core/webhooks'

const scheme = { verify: standardWebhooks() }

/** Tells an end to the configured address, signed. The result is not in it: whoever may have it asks for it. */
export async function tellEnd(
  task: TaskRecord,
  webhook: { readonly url: string; readonly secret: string },
  now: number,
): Promise<boolean> {
  const { id, tenantId, client, operation, status, createdAt, updatedAt, correlationId } = task
  const body = JSON.stringify({
    type: 'task.ended',
    timestamp: new Date(updatedAt).toISOString(),
    data: { taskId: id, tenantId, client, operation, status, createdAt: new Date(createdAt).toISOString(), correlationId },
  })
  const signed = signDelivery(scheme, { body, secrets: [webhook.secret], at: now, id: `task_${id}`, url: webhook.url })
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    // It is told again later; that it was not is in the task.
    return false
  }
}
