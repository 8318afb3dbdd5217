import { slack } from '@portico/connector-slack'
import { connect } from '@portico/core'
import { dropFirstAnswer } from '../fault-proxy.ts'
import type { Governed } from '../governed.ts'
import { scene, tell, tellReceipt } from '../narrator.ts'

/** The vendor acts, its response is lost, the call is sent again, and the vendor has acted only once. */
export async function lostAnswer(slackOrigin: string, { ports }: Governed): Promise<void> {
  scene('A write whose answer is lost is sent again, and acts only once')
  const proxy = await dropFirstAnswer(slackOrigin, '/api/reactions.add')
  const client = connect(slack, {
    tenantId: 'acme',
    actor: { type: 'human', id: 'mona' },
    correlationId: 'tour-2',
    credentials: { bot: 'xoxb-tour-token' },
    origins: { api: proxy.origin },
    ...ports,
  })
  try {
    const channel = 'C000000001'
    const message = await client.postMessage({ channel, text: 'The printer is on fire.' })
    const { receipt } = await client.addReaction.detailed({ channel, timestamp: message.ts, name: 'fire' })
    tellReceipt(receipt)
    const { reactions } = await client.getReactions({ channel, timestamp: message.ts })
    const count = reactions?.find(({ name }) => name === 'fire')?.count ?? 0
    tell(`the request reached Slack ${proxy.reached()} times; the message has ${count} reaction`)
    if (proxy.reached() !== 2 || count !== 1)
      throw new Error(`expected two sendings and one effect, got ${proxy.reached()} and ${count}`)
  } finally {
    await client.close()
    await proxy.close()
  }
}
