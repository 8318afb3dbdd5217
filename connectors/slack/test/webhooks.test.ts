import { createHmac } from 'node:crypto'
import { memoryStore } from '@portico/core'
import { expect, test } from 'vitest'
import { slackWebhooks } from '../src/webhooks.ts'

const secret = 'signing-secret-of-nobody'
const at = Date.parse('2026-11-24T00:00:00Z')

const bodyOf = (event: object, id = 'Ev0PV52K25'): string =>
  JSON.stringify({
    token: 'x',
    team_id: 'T1H9RESGL',
    api_app_id: 'A2H9RFS1A',
    type: 'event_callback',
    event_id: id,
    event_time: 1,
    event,
  })

// Written by the vendor's manual, not by the code under test.
function signed(body: string, seconds = at / 1_000, key = secret): Record<string, string> {
  const v0 = createHmac('sha256', key).update(`v0:${seconds}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${v0}` }
}

const receive = (body: string, headers: Record<string, string>, { deliveries } = memoryStore(), now = at, secrets = [secret]) =>
  slackWebhooks.receive({ tenantId: 'acme', headers, body }, { secrets, deliveries, now: () => now })

const mention = {
  type: 'app_mention',
  user: 'U061F7AUR',
  text: '<@U0LAN0Z89> is it up?',
  ts: '1515449522.000016',
  channel: 'C123ABC456',
}

test('a mention, a message and a reaction arrive typed', async () => {
  const body = bodyOf(mention)
  const received = await receive(body, signed(body))
  if ('challenge' in received || received.event.type !== 'app_mention') throw new Error('it is no mention')
  expect(received.event.data.event).toMatchObject({ channel: 'C123ABC456', user: 'U061F7AUR' })
  expect(received.deliveryId).toBe('Ev0PV52K25')

  const edited = bodyOf({
    type: 'message',
    subtype: 'message_changed',
    channel: 'C123ABC456',
    ts: '1515449522.000016',
    hidden: true,
  })
  await expect(receive(edited, signed(edited))).resolves.toMatchObject({ event: { type: 'message' } })

  const item = { type: 'message', channel: 'C0G9QF9GZ', ts: '1360782400.498405' }
  const reaction = bodyOf({ type: 'reaction_added', user: 'U024BE7LH', reaction: 'thumbsup', item_user: 'U0G9QF9C6', item })
  await expect(receive(reaction, signed(reaction))).resolves.toMatchObject({
    event: { type: 'reaction_added', data: { event: { item } } },
  })
})

test('the question that proves the URL is ours is answered, when Slack asks it', async () => {
  const body = JSON.stringify({
    token: 'x',
    challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    type: 'url_verification',
  })
  await expect(receive(body, signed(body))).resolves.toEqual({
    challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
  })
  await expect(receive(body, signed(body, at / 1_000, 'other'))).rejects.toMatchObject({ code: 'forged' })
})

test("the worked example of Slack's manual is verified, and refused only for being no event", async () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
  const headers = {
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  }
  const then = 1_531_420_618_000
  const secrets = ['8f742231b10e8888abcd99yyyzzz85a5']
  await expect(receive(body, headers, memoryStore(), then, secrets)).rejects.toMatchObject({ code: 'invalid_payload' })
  await expect(receive(`${body}&more=1`, headers, memoryStore(), then, secrets)).rejects.toMatchObject({ code: 'forged' })
  await expect(receive(body, headers, memoryStore(), then + 300_001, secrets)).rejects.toMatchObject({ code: 'stale' })
})

test('what is not promised is surfaced under its own name', async () => {
  const body = bodyOf({ type: 'team_join', user: { id: 'U1' } })
  await expect(receive(body, signed(body))).resolves.toMatchObject({ type: 'team_join', event: { type: 'unknown' } })
})

test('an unsigned and a repeated delivery are refused', async () => {
  const body = bodyOf(mention)
  await expect(receive(body, {})).rejects.toMatchObject({ code: 'missing_signature' })
  const store = memoryStore()
  await receive(body, signed(body), store)
  await expect(receive(body, signed(body, at / 1_000 + 60), store)).rejects.toMatchObject({ code: 'replayed' })
})
