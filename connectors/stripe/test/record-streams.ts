import type { StreamPlan } from '@portico/testing/record'
import type { stripe } from '../src/index.ts'
import { stripeSource } from '../src/streams/index.ts'
import * as described from './described.ts'

type Described = NonNullable<StreamPlan<typeof stripeSource>['described']>['recordings'][number]
type Fields = Readonly<Record<string, unknown>>
type StreamName = Described['stream']

const saved = 1_764_000_000
const day = 86_400

/** Two pages of one object each, the newest first, and a list of none. */
function pages(stream: StreamName, path: string, object: (fields: Fields) => object): Described[] {
  const [newer, older] = [
    object({ id: 'described0002', created: saved + day }),
    object({ id: 'described0001', created: saved - day }),
  ]
  return [
    {
      stream,
      scenario: 'pages',
      fields: { limit: 1 },
      answers: [{ body: described.list(path, [newer], true) }, { body: described.list(path, [older]) }],
    },
    none(stream, path),
  ]
}

function none(stream: StreamName, path: string): Described {
  return { stream, scenario: 'empty', answers: [{ body: described.list(path, []) }] }
}

function fromSaved(stream: StreamName, path: string, object: (fields: Fields) => object): Described {
  const answer = described.list(path, [object({ created: saved + day })])
  return { stream, scenario: 'since', since: saved, answers: [{ body: answer }] }
}

export const streams: StreamPlan<typeof stripeSource, typeof stripe> = {
  source: stripeSource,
  async record(read, step) {
    const customer = 'cus_seeded0001'
    for (const amount of [5_000, 7_500]) {
      const payment = { amount, currency: 'sar', customer, payment_method: 'pm_card_visa' } as const
      const { id } = await step('createPaymentIntent', payment, { unrecorded: true })
      await step('confirmPaymentIntent', { payment_intent: id, payment_method: 'pm_card_visa' }, { unrecorded: true })
    }
    await read('customers', { scenario: 'pages', fields: { limit: 1 } })
    await read('charges', { scenario: 'pages', fields: { limit: 2 } })
  },
  described: {
    source: 'https://docs.stripe.com/api, 2026-09-30.endive, read 2026-11-24',
    recordings: [
      none('customers', '/v1/customers'),
      none('charges', '/v1/charges'),
      ...pages('invoices', '/v1/invoices', described.invoice),
      ...pages('subscriptions', '/v1/subscriptions', described.subscription),
      ...pages('events', '/v1/events', described.event),
      fromSaved('events', '/v1/events', described.event),
      ...pages('balanceTransactions', '/v1/balance_transactions', described.balanceTransaction),
      fromSaved('balanceTransactions', '/v1/balance_transactions', described.balanceTransaction),
    ],
  },
}
