import { memoryStore } from '@portico/core'
import { signDelivery, type WebhookError } from '@portico/core/webhooks'
import { beforeEach, describe, expect, test } from 'vitest'
import { githubWebhooks } from '../src/webhooks.ts'

const secret = "It's a Secret to Everybody"
const sender = { id: 1, login: 'octocat', type: 'User' }
const repository = {
  id: 1296269,
  name: 'hello-world',
  full_name: 'octocat/hello-world',
  private: false,
  html_url: 'https://github.com/octocat/hello-world',
  default_branch: 'main',
}
const issue = {
  id: 1,
  number: 1347,
  title: 'Printer on fire',
  body: null,
  state: 'open',
  user: sender,
  labels: [{ id: 2, name: 'bug', color: 'f29513' }],
  assignees: [],
  html_url: 'https://github.com/octocat/hello-world/issues/1347',
  created_at: '2026-11-23T20:09:31Z',
  updated_at: '2026-11-23T20:09:31Z',
  closed_at: null,
}
const opened = JSON.stringify({ action: 'opened', issue, repository, sender })

let deliveries = memoryStore().deliveries
beforeEach(() => {
  deliveries = memoryStore().deliveries
})

function receive(event: string, body: string, more: Readonly<Record<string, string>> = {}, secrets = [secret]) {
  const headers = {
    'X-GitHub-Event': event,
    'X-GitHub-Delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    ...signDelivery(githubWebhooks, { body, secrets: [secret] }),
    ...more,
  }
  return githubWebhooks.receive({ tenantId: 'acme', headers, body }, { secrets, deliveries })
}
const refusal = (run: Promise<unknown>): Promise<unknown> => run.catch((error: WebhookError) => error.code)

test("GitHub's own example verifies", () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries, 2026-11-23
  expect(signDelivery(githubWebhooks, { body: 'Hello, World!', secrets: [secret] })).toEqual({
    'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  })
})

describe('a delivery', () => {
  test('becomes an event of its type', async () => {
    const { event, deliveryId, type } = await receive('issues', opened)
    expect({ deliveryId, type }).toEqual({ deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958', type: 'issues' })
    if (event.type !== 'issues') throw new Error(`it became ${event.type}`)
    expect(event.data.action).toBe('opened')
    expect(event.data.issue).toMatchObject({ number: 1347, labels: [{ name: 'bug' }] })
    expect(event.data.issue.labels?.[0]).not.toHaveProperty('color')
  })

  test('may be a form, signed as it is', async () => {
    const body = new URLSearchParams({ payload: opened }).toString()
    const { event } = await receive('issues', body, { 'content-type': 'application/x-www-form-urlencoded' })
    expect(event).toMatchObject({ type: 'issues', data: { action: 'opened' } })
  })

  test('of an organization’s ping has no repository', async () => {
    const body = JSON.stringify({
      zen: 'Keep it logically awesome.',
      hook_id: 7,
      hook: { id: 7, events: ['*'], active: true },
      sender,
    })
    expect((await receive('ping', body)).event).toMatchObject({ type: 'ping', data: { hook_id: 7 } })
  })

  test('of a type without a schema is surfaced, not lost', async () => {
    const body = JSON.stringify({ action: 'created', repository })
    expect((await receive('star', body)).event).toEqual({ type: 'unknown', name: 'star', data: JSON.parse(body) })
  })

  test('that misses what is promised is refused', async () => {
    expect(await refusal(receive('issues', JSON.stringify({ action: 'opened', repository, sender })))).toBe('invalid_payload')
  })
})

describe('it fails closed', () => {
  test('without a signature, with another body, with another secret', async () => {
    const headers = { 'X-GitHub-Event': 'issues', 'X-GitHub-Delivery': '1' }
    const unsigned = githubWebhooks.receive({ tenantId: 'acme', headers, body: opened }, { secrets: [secret], deliveries })
    expect(await refusal(unsigned)).toBe('missing_signature')
    const other = signDelivery(githubWebhooks, { body: '{}', secrets: [secret] })
    expect(await refusal(receive('issues', opened, other))).toBe('forged')
    expect(await refusal(receive('issues', opened, {}, ['another']))).toBe('forged')
  })

  test('when the same bytes come again, under the same id or another', async () => {
    await receive('issues', opened)
    expect(await refusal(receive('issues', opened))).toBe('replayed')
    expect(await refusal(receive('issues', opened, { 'X-GitHub-Delivery': 'another' }))).toBe('replayed')
  })

  test('but takes either secret while one is replaced', async () => {
    const { verifiedWith } = await receive('issues', opened, {}, ['the new one', secret])
    expect(verifiedWith).toBe('secret 2')
  })
})
