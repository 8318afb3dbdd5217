import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { github } from '@portico/connector-github'
import { githubWebhooks } from '@portico/connector-github/webhooks'
import { connect } from '@portico/core'
import { isWebhookError } from '@portico/core/webhooks'
import type { Governed } from '../governed.ts'
import { scene, tell } from '../narrator.ts'

const secret = 'a-webhook-secret-of-the-tour'

/** GitHub delivers an event; the receiver verifies its raw bytes, and refuses an altered one. */
export async function verifiedWebhook(githubOrigin: string, { ports, store }: Governed): Promise<void> {
  scene('A webhook is delivered and verified; a forged one is refused')
  const arrivals: { headers: Record<string, string>; body: Buffer }[] = []
  const receiver = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      arrivals.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) })
      response.writeHead(204).end()
      receiver.emit('delivered')
    })()
  })
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const hook = { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, content_type: 'json', secret }
  const client = connect(github, {
    tenantId: 'acme',
    actor: { type: 'human', id: 'mona' },
    correlationId: 'tour-6',
    credentials: { token: 'ghp-tour-token' },
    origins: { api: githubOrigin },
    ...ports,
  })
  try {
    // The hook is set up at the vendor, as the repository's owner would.
    await fetch(`${githubOrigin}/repos/mona/alpha/hooks`, {
      method: 'POST',
      headers: { authorization: 'Bearer ghp-tour-token', 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'web', active: true, events: ['issues'], config: hook }),
    })
    const delivered = once(receiver, 'delivered')
    await client.createIssue({ owner: 'mona', repo: 'alpha', title: 'Paper jam' })
    await delivered
    const { deliveries } = store
    const delivery = { tenantId: 'acme', headers: arrivals[0]!.headers, body: arrivals[0]!.body }
    const received = await githubWebhooks.receive(delivery, { secrets: [secret], deliveries })
    if ('type' in received) tell(`verified: ${received.type}, delivery ${received.deliveryId}`)
    const touched = Buffer.from(delivery.body.toString().replace('Paper jam', 'Send money'))
    try {
      await githubWebhooks.receive({ ...delivery, body: touched }, { secrets: [secret], deliveries })
      throw new Error('a forged delivery was accepted')
    } catch (error) {
      if (!isWebhookError(error)) throw error
      tell(`the same delivery with altered text: ${error.code}`)
    }
  } finally {
    await client.close()
    receiver.closeAllConnections()
    receiver.close()
  }
}
