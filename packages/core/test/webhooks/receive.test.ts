import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { memoryDeliveries } from '../../src/ports/memory/memory-deliveries.ts'
import { type DeliveryToSign, WebhookError, hmacSignature, isWebhookError, signDelivery, webhook } from '../../src/webhooks.ts'
import { schemes } from './vendor-schemes.ts'

const at = Date.parse('2026-11-24T09:00:00Z')
const secret = 'a secret'
const Refund = z.object({ id: z.string(), data: z.object({ object: z.object({ amount: z.int() }) }) })

const stripe = webhook(
  { id: 'stripe' },
  { verify: schemes.stripe, delivery: 'body.id', events: { by: 'body.type', schemas: { 'charge.refunded': Refund } } },
)
const github = webhook(
  { identity: { id: 'github' } },
  {
    verify: schemes.github,
    delivery: 'header.X-GitHub-Delivery',
    format: 'json-or-form',
    payloadField: 'payload',
    events: {
      by: ['header.x-github-event', 'body.action'],
      schemas: { 'issues.opened': z.object({ issue: z.object({ number: z.int() }) }), push: z.object({ ref: z.string() }) },
    },
  },
)

/** Everything that a delivery needs besides its body. */
function context(deliveries = memoryDeliveries(), now = at) {
  return { secrets: [{ name: '2026', value: secret }], deliveries, now: () => now }
}
function delivery(
  hook: typeof stripe | typeof github,
  body: string,
  headers: Record<string, string> = {},
  more: Partial<DeliveryToSign> = {},
) {
  return { tenantId: 'acme', body, headers: { ...signDelivery(hook, { body, secrets: [secret], at, ...more }), ...headers } }
}
const refunded = JSON.stringify({
  id: 'evt_1',
  type: 'charge.refunded',
  data: { object: { amount: 100, currency: 'sar' } },
  livemode: true,
})

/** The refusal of a delivery, or what it was taken as. */
async function outcome(receiving: Promise<object>): Promise<unknown> {
  return receiving.then(
    () => 'taken',
    (error: unknown) => {
      if (isWebhookError(error)) return [error.code, error.status]
      throw error
    },
  )
}

describe('receive', () => {
  test('gives the typed event, what it was verified with and under what it is remembered', async () => {
    const received = await stripe.receive(delivery(stripe, refunded), context())
    expect(received).toEqual({
      event: { type: 'charge.refunded', data: { id: 'evt_1', data: { object: { amount: 100 } } } },
      type: 'charge.refunded',
      deliveryId: 'evt_1',
      verifiedWith: '2026',
      receivedAt: '2026-11-24T09:00:00.000Z',
      marks: [{ tenantId: 'acme', connector: 'stripe', id: 'evt_1' }],
    })
    if (received.event.type === 'charge.refunded') expect(received.event.data.data.object.amount).toBe(100)
  })

  test('takes bytes, fetch headers and a part of a larger buffer alike', async () => {
    const { headers } = delivery(stripe, refunded)
    const larger = Buffer.from(`xx${refunded}yy`)
    for (const body of [Buffer.from(refunded), new TextEncoder().encode(refunded), larger.subarray(2, -2)]) {
      const received = await stripe.receive({ tenantId: 'acme', body, headers: new Headers(headers) }, context())
      expect(received.type).toBe('charge.refunded')
    }
  })

  test('an event that the connector does not know is surfaced, and still verified and remembered', async () => {
    const body = JSON.stringify({ id: 'evt_2', type: 'charge.exploded', data: 1 })
    const deliveries = memoryDeliveries()
    const received = await stripe.receive(delivery(stripe, body), context(deliveries))
    expect(received).toMatchObject({
      type: 'charge.exploded',
      event: { type: 'unknown', name: 'charge.exploded', data: JSON.parse(body) },
    })
    expect(await outcome(stripe.receive(delivery(stripe, body), context(deliveries)))).toEqual(['replayed', 200])

    const nameless = await stripe.receive(delivery(stripe, '{"type":{}}'), context())
    expect(nameless).toMatchObject({ type: 'unknown', event: { type: 'unknown', name: undefined } })
    const inherited = await stripe.receive(delivery(stripe, '{"type":"constructor"}'), context())
    expect(inherited.event.type).toBe('unknown')
  })

  test('or refused, where the connector wants that', async () => {
    const strict = webhook(
      { id: 'stripe' },
      {
        verify: schemes.stripe,
        delivery: 'body.id',
        events: { by: 'body.type', schemas: { 'charge.refunded': Refund }, unknown: 'refuse' },
      },
    )
    expect(await outcome(strict.receive(delivery(stripe, '{"type":"other"}'), context()))).toEqual(['unknown_event', 422])
    const { event } = await strict.receive(delivery(stripe, refunded), context())
    const type: 'charge.refunded' = event.type
    expect(type).toBe('charge.refunded')
  })

  test.each([
    [
      'a field that is not what was promised',
      '{"id":"evt_1","type":"charge.refunded","data":{"object":{"amount":"planted"}}}',
      'data.object.amount',
    ],
    ['no JSON', 'planted', undefined],
    ['nothing', '', undefined],
  ])('refuses a payload with %s, without quoting it', async (_what, body, path) => {
    const error: unknown = await stripe.receive(delivery(stripe, body), context()).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(WebhookError)
    expect(error).toMatchObject({ code: 'invalid_payload', status: 422, issues: path === undefined ? [] : [{ path }] })
    expect(String(error)).not.toContain('planted')
  })

  test('refuses what is not UTF-8', async () => {
    const body = Buffer.from([0x22, 0xff, 0x22])
    const headers = signDelivery(stripe, { body, secrets: [secret], at })
    expect(await outcome(stripe.receive({ tenantId: 'acme', body, headers }, context()))).toEqual(['invalid_payload', 422])
  })

  test('refuses what is too large before it hashes it', async () => {
    const small = webhook(
      { id: 'small' },
      {
        verify: schemes.github,
        delivery: 'signature',
        maxBytes: 10,
        events: { by: { always: 'all' }, schemas: { all: z.unknown() } },
      },
    )
    const body = JSON.stringify('é'.repeat(5))
    expect(await outcome(small.receive({ tenantId: 'acme', body, headers: {} }, context()))).toEqual(['too_large', 413])
    expect(await outcome(small.receive({ tenantId: 'acme', body: '12345678', headers: {} }, context()))).toEqual([
      'missing_signature',
      401,
    ])
  })

  test('one error class, with a brand and the status to answer with', async () => {
    const context_ = context()
    expect(await outcome(stripe.receive({ ...delivery(stripe, refunded), body: `${refunded} ` }, context_))).toEqual([
      'forged',
      401,
    ])
    expect(await outcome(stripe.receive(delivery(stripe, refunded, { 'stripe-signature': 't=1,v1=xyz' }), context_))).toEqual([
      'malformed',
      400,
    ])
    expect(await outcome(stripe.receive(delivery(stripe, refunded, {}, { at: at - 300_001 }), context_))).toEqual(['stale', 401])
    expect(await outcome(stripe.receive(delivery(stripe, refunded), { ...context_, secrets: [] }))).toEqual(['unknown_key', 401])
    expect(isWebhookError(new TypeError('no'))).toBe(false)
    expect(context_.deliveries.size).toBe(0)
  })
})

describe('replays', () => {
  test('the same delivery is taken once, per tenant and connector', async () => {
    const deliveries = memoryDeliveries()
    const same = delivery(stripe, refunded)
    expect(await outcome(stripe.receive(same, context(deliveries)))).toBe('taken')
    expect(await outcome(stripe.receive(same, context(deliveries)))).toEqual(['replayed', 200])
    // The vendor sends an event again with a new signature: it is the same event all the same.
    expect(
      await outcome(stripe.receive(delivery(stripe, refunded, {}, { at: at + 60_000 }), context(deliveries, at + 60_000))),
    ).toEqual(['replayed', 200])
    expect(await outcome(stripe.receive({ ...same, tenantId: 'other' }, context(deliveries)))).toBe('taken')
  })

  test('of many at once one is taken', async () => {
    const deliveries = memoryDeliveries()
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => outcome(stripe.receive(delivery(stripe, refunded), context(deliveries)))),
    )
    expect(outcomes.filter((one) => one === 'taken')).toHaveLength(1)
  })

  test('an id that is not signed can not be changed to take the same bytes again', async () => {
    const deliveries = memoryDeliveries()
    const body = JSON.stringify({ action: 'opened', issue: { number: 1 } })
    const first = { 'x-github-event': 'issues', 'x-github-delivery': 'guid-1' }
    const received = await github.receive(delivery(github, body, first), context(deliveries))
    expect(received).toMatchObject({ deliveryId: 'guid-1', type: 'issues.opened', event: { data: { issue: { number: 1 } } } })
    expect(received.marks.map(({ id }) => id)).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/), 'guid-1'])
    for (const headers of [first, { ...first, 'x-github-delivery': 'guid-2' }, { 'x-github-event': 'issues' }]) {
      expect(await outcome(github.receive(delivery(github, body, headers), context(deliveries)))).toEqual(['replayed', 200])
    }
    // A replay did not use up the id of a delivery that was still to come.
    const next = JSON.stringify({ action: 'opened', issue: { number: 2 } })
    expect(
      await outcome(github.receive(delivery(github, next, { ...first, 'x-github-delivery': 'guid-2' }), context(deliveries))),
    ).toBe('taken')
    expect(
      await outcome(
        github.receive(delivery(github, `${next} `, { ...first, 'x-github-delivery': 'guid-2' }), context(deliveries)),
      ),
    ).toEqual(['replayed', 200])
  })

  test('of a form, whose names and values are signed in a row, other names do not make another delivery', async () => {
    const sms = webhook(
      { id: 'twilio' },
      {
        verify: schemes.twilio,
        delivery: 'body.MessageSid',
        format: 'form',
        events: { by: { always: 'message' }, schemas: { message: z.object({ Body: z.string() }) } },
      },
    )
    const url = 'https://acme.example/hooks'
    const body = 'Body=pay&MessageSid=SM1'
    const headers = signDelivery(sms, { body, secrets: [secret], url })
    const shared = context()
    const receive = (played: string) => outcome(sms.receive({ tenantId: 'acme', body: played, url, headers }, shared))
    expect(await receive(body)).toBe('taken')
    expect(await receive(body)).toEqual(['replayed', 200])
    // The same signature holds for each of these.
    for (const played of ['Body=pay&MessageSi=dSM1', 'Body=payMessageSidSM1', 'Body=pa&yMessageSid=SM1'])
      expect(await receive(played)).toEqual(['replayed', 200])
  })

  test('what was not handled may be sent again: it is not remembered, or it is forgotten', async () => {
    const deliveries = memoryDeliveries()
    const drifted = '{"id":"evt_3","type":"charge.refunded"}'
    expect(await outcome(stripe.receive(delivery(stripe, drifted), context(deliveries)))).toEqual(['invalid_payload', 422])
    expect(deliveries.size).toBe(0)

    const received = await stripe.receive(delivery(stripe, refunded), context(deliveries))
    for (const mark of received.marks) deliveries.forget(mark)
    expect(await outcome(stripe.receive(delivery(stripe, refunded), context(deliveries)))).toBe('taken')
  })

  test('it is remembered at least as long as its signature holds', async () => {
    const make = (keptForMs: number) => () =>
      webhook({ id: 'x' }, { verify: schemes.stripe, delivery: 'signature', keptForMs, events: { by: 'body.type', schemas: {} } })
    expect(make(599_999)).toThrow(/at least twice the tolerance, 600000/)
    expect(make(Number.NaN)).toThrow(TypeError)

    const hook = make(600_000)()
    const body = '{}'
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -300_000, max: 300_000 }), fc.integer({ min: 0, max: 700_000 }), async (skew, later) => {
        const deliveries = memoryDeliveries()
        const signed = {
          tenantId: 'acme',
          body,
          headers: signDelivery(hook, { body, secrets: [secret], at: at + Math.floor(skew / 1_000) * 1_000 }),
        }
        expect(await outcome(hook.receive(signed, context(deliveries)))).toBe('taken')
        expect(await outcome(hook.receive(signed, context(deliveries, at + later)))).not.toBe('taken')
      }),
    )
  })

  test('a store that can not be reached takes nothing', async () => {
    const broken = { ...context(), deliveries: { forget: () => undefined, first: () => Promise.reject(new Error('down')) } }
    await expect(stripe.receive(delivery(stripe, refunded), broken)).rejects.toThrow('down')
  })
})

describe('bodies', () => {
  test('a form of many names, of which nobody knows who sent it, does not keep us busy', async () => {
    const form = webhook(
      { id: 'twilio' },
      {
        verify: schemes.twilio,
        delivery: 'signature',
        format: 'form',
        events: { by: { always: 'message' }, schemas: { message: z.looseObject({}) } },
      },
    )
    const url = 'https://acme.example/hooks'
    const fields = (count: number) => Array.from({ length: count }, (_, index) => `a${index}=`).join('&')
    const body = fields(10_000)
    const headers = signDelivery(form, { body, secrets: [secret], url })
    const receive = (sent: string) => outcome(form.receive({ tenantId: 'acme', body: sent, url, headers }, context()))
    const started = performance.now()
    expect(await receive(body)).toBe('taken')
    expect(await receive(fields(9_999))).toEqual(['forged', 401])
    expect(await receive(fields(500_000))).toEqual(['too_large', 413])
    // Looked up one by one, they would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test("GitHub's form holds the payload as JSON, and the signature is over the form", async () => {
    const body = new URLSearchParams({ payload: JSON.stringify({ ref: 'refs/heads/main' }) }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'x-github-event': 'push' }
    const received = await github.receive(delivery(github, body, headers), context())
    expect(received.event).toEqual({ type: 'push', data: { ref: 'refs/heads/main' } })
    expect(await outcome(github.receive(delivery(github, 'payload=nothing', headers), context()))).toEqual([
      'invalid_payload',
      422,
    ])
  })

  test("Slack's commands are form fields, its interactions JSON in one of them", async () => {
    const slack = webhook(
      { id: 'slack' },
      {
        verify: schemes.slack,
        delivery: 'signature',
        format: 'form',
        payloadField: 'payload',
        events: {
          by: 'body.type',
          schemas: { block_actions: z.object({ actions: z.array(z.object({ action_id: z.string() })) }) },
        },
      },
    )
    const commands = webhook(
      { id: 'slack' },
      {
        verify: schemes.slack,
        delivery: 'body.trigger_id',
        format: 'form',
        events: {
          by: { always: 'command' },
          schemas: { command: z.object({ command: z.string(), text: z.string(), tag: z.array(z.string()) }) },
        },
      },
    )
    const interaction = new URLSearchParams({
      payload: '{"type":"block_actions","actions":[{"action_id":"approve"}]}',
    }).toString()
    const headers = signDelivery(slack, { body: interaction, secrets: [secret], at })
    expect((await slack.receive({ tenantId: 'acme', body: interaction, headers }, context())).event).toEqual({
      type: 'block_actions',
      data: { actions: [{ action_id: 'approve' }] },
    })
    const body = 'command=%2Fdeploy&text=to+production&trigger_id=1.2&tag=a&tag=b&__proto__=x'
    const received = await commands.receive(
      { tenantId: 'acme', body, headers: signDelivery(commands, { body, secrets: [secret], at }) },
      context(),
    )
    expect(received).toMatchObject({
      deliveryId: '1.2',
      event: { type: 'command', data: { command: '/deploy', text: 'to production', tag: ['a', 'b'] } },
    })
  })

  test("Slack's challenge is verified, then answered", async () => {
    const slack = webhook(
      { id: 'slack' },
      {
        verify: schemes.slack,
        delivery: 'body.event_id',
        challenge: { when: { 'body.type': 'url_verification' }, answer: 'body.challenge' },
        events: { by: 'body.event.type', schemas: { message: z.object({ event: z.object({ text: z.string() }) }) } },
      },
    )
    const asked = (body: string, key = secret) =>
      slack.receive({ tenantId: 'acme', body, headers: signDelivery(slack, { body, secrets: [key], at }) }, context())
    const body = '{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}'
    expect(await asked(body)).toEqual({ challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P' })
    expect(await outcome(asked(body, 'another secret'))).toEqual(['forged', 401])
    expect(await outcome(asked('{"type":"url_verification"}'))).toEqual(['invalid_payload', 422])
    const received = await asked('{"type":"event_callback","event_id":"Ev1","event":{"type":"message","text":"hi"}}')
    if ('challenge' in received) throw new Error('an event was taken for a challenge')
    expect(received).toMatchObject({ deliveryId: 'Ev1', event: { type: 'message', data: { event: { text: 'hi' } } } })
  })

  test('a batch gives its events, each by its own type', async () => {
    const hubspot = webhook(
      { id: 'hubspot' },
      {
        verify: schemes.hubspotV1,
        delivery: 'signature',
        events: { each: 'body', by: 'item.subscriptionType', schemas: { 'contact.creation': z.object({ objectId: z.int() }) } },
      },
    )
    const take = (body: string) =>
      hubspot.receive({ tenantId: 'acme', body, headers: signDelivery(hubspot, { body, secrets: [secret] }) }, context())
    const received = await take('[{"subscriptionType":"contact.creation","objectId":1},{"subscriptionType":"deal.creation"}]')
    expect(received.events).toEqual([
      { type: 'contact.creation', data: { objectId: 1 } },
      { type: 'unknown', name: 'deal.creation', data: { subscriptionType: 'deal.creation' } },
    ])
    expect((await take('[]')).events).toEqual([])
    expect(await outcome(take('{}'))).toEqual(['invalid_payload', 422])
    expect(await outcome(take('[{"subscriptionType":"contact.creation","objectId":"x"}]'))).toEqual(['invalid_payload', 422])
  })

  test('a batch may stand in a field, and its type at the top', async () => {
    const hook = webhook(
      { id: 'x' },
      {
        verify: hmacSignature({ header: 'x-sig' }),
        delivery: 'body.id',
        events: { each: 'body.items', by: ['body.kind', 'item.verb'], schemas: { 'order.paid': z.object({ n: z.int() }) } },
      },
    )
    const body = '{"id":7,"kind":"order","items":[{"verb":"paid","n":1}]}'
    const received = await hook.receive(
      { tenantId: 'acme', body, headers: signDelivery(hook, { body, secrets: [secret] }) },
      context(),
    )
    expect(received).toMatchObject({ deliveryId: '7', events: [{ type: 'order.paid', data: { n: 1 } }] })
  })

  test("a type can not be called 'unknown'", () => {
    expect(() =>
      webhook(
        { id: 'x' },
        { verify: schemes.github, delivery: 'signature', events: { by: 'body.type', schemas: { unknown: Refund } } },
      ),
    ).toThrow(TypeError)
  })
})

test('a delivery that could not be remembered whole is taken when the vendor sends it again', async () => {
  const kept = memoryDeliveries()
  let failing = true
  const deliveries: typeof kept = {
    ...kept,
    first(mark) {
      if (failing && mark.id === 'd1') throw new Error('the store is gone')
      return kept.first(mark)
    },
  }
  const sent = delivery(github, '{"ref":"main"}', { 'X-GitHub-Delivery': 'd1', 'X-GitHub-Event': 'push' })
  await expect(github.receive(sent, context(deliveries))).rejects.toThrow('the store is gone')
  failing = false
  expect(await outcome(github.receive(sent, context(deliveries)))).toBe('taken')
})

test('every delivery is counted with what became of it', async () => {
  const counted: string[] = []
  const telemetry = {
    measure: (metric: string, value: number, attributes: Readonly<Record<string, string>>) =>
      counted.push(`${metric} ${value} ${JSON.stringify(attributes)}`),
  }
  const with_ = { ...context(), telemetry }
  await stripe.receive(delivery(stripe, refunded), with_)
  await outcome(stripe.receive(delivery(stripe, refunded), with_))
  await stripe.receive(delivery(stripe, refunded), { ...with_, secrets: [''] }).catch(() => undefined)
  expect(counted).toEqual(
    ['received', 'replayed', 'failed'].map(
      (outcome_) => `portico.webhook.deliveries 1 {"portico.connector":"stripe","portico.outcome":"${outcome_}"}`,
    ),
  )
})

test('a delivery is taken though it could not be counted: it would not be taken again', async () => {
  const measure = (): never => {
    throw new Error('the exporter failed')
  }
  expect(await outcome(stripe.receive(delivery(stripe, refunded), { ...context(), telemetry: { measure } }))).toBe('taken')
})
