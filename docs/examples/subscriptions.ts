// How a service charges cards all day without a bypass: a person approves in advance what it may charge; everything else waits.
import type { stripe } from '@portico/connector-stripe'
import { type Actor, type ClientOf, isConnectorError } from '@portico/core'
import type { StandingDesk } from '@portico/governance'

export const billing: Actor = { type: 'executor_system', id: 'billing' }

export interface Month {
  readonly tenantId: string
  readonly customers: readonly string[]
  /** The maximum per customer, and in total, in halalas. */
  readonly most: number
  readonly total: number
  readonly until: string
}

/** Creating a payment and confirming it are two operations, so an executive approves both, and may revoke either at any time. */
export async function approveMonth(desk: StandingDesk, executive: Actor, month: Month): Promise<readonly string[]> {
  const { tenantId, customers, most, total, until } = month
  const terms = {
    tenantId,
    connector: 'stripe',
    actor: billing,
    count: customers.length,
    expiresAt: until,
    reason: 'Subscriptions of this month.',
  }
  const ask = {
    ...terms,
    operation: 'createPaymentIntent',
    // A field without a bound is not approved: a call that has one waits for a person.
    bounds: { amount: { max: most }, currency: { equals: 'sar' }, customer: { oneOf: customers } },
    sum: { path: 'amount', max: total },
  }
  const take = {
    ...terms,
    operation: 'confirmPaymentIntent',
    // Every intent of this service was within the bounds above, or a person has approved it.
    bounds: { payment_intent: { any: true }, payment_method: { any: true }, off_session: { equals: true } },
  }
  return [(await desk.create(ask, executive)).id, (await desk.create(take, executive)).id]
}

export interface Invoice {
  readonly id: string
  readonly customer: string
  readonly card: string
  readonly amount: number
}

/** Charges one invoice, once, however often it is tried. Beyond what was approved in advance it waits for a decision. */
export async function chargeInvoice(payments: ClientOf<typeof stripe>, invoice: Invoice): Promise<string> {
  const { id, customer, card, amount } = invoice
  const service = payments.as({ actor: billing, correlationId: id })
  try {
    const intent = await service.createPaymentIntent({ amount, currency: 'sar', customer }, { idempotencyKey: `ask:${id}` })
    const { data, receipt } = await service.confirmPaymentIntent.detailed(
      { payment_intent: intent.id, payment_method: card, off_session: true },
      { idempotencyKey: `take:${id}` },
    )
    return `${data.status} by ${receipt.decidedBy}`
  } catch (error) {
    if (isConnectorError(error) && error.code === 'approval_required') return `waits for ${error.approval!.requires}`
    throw error
  }
}
