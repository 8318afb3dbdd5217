import type { TaskRecord } from '@portico/core'
import { signDelivery, standardWebhooks } from '@portico/core/webhooks'
import { checkedAddress } from '../server/checked-address.ts'
import type { TaskOptions } from './task-options.ts'

const scheme = { verify: standardWebhooks() }

/** Throws a TypeError for an address or secret that could never work: each task's end would be retried for ever. */
export function checkWebhook({ url, secret }: NonNullable<TaskOptions['webhook']>): void {
  checkedAddress('tasks.webhook.url', url)
  try {
    signDelivery(scheme, { body: '', secrets: [secret], at: 0, id: 'task_0', url })
  } catch (error) {
    throw new TypeError('tasks.webhook.secret: write a secret of Standard Webhooks: whsec_ and base64', { cause: error })
  }
}

/** Sends a task's end to the configured address, signed. The result is not included: whoever may have it asks for it. */
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
    // It is sent again later; the task records the failure.
    return false
  }
}
