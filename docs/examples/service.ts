// A service that refunds an order and knows, after every failure, what has happened.
import type { github } from '@portico/connector-github'
import { stripe } from '@portico/connector-stripe'
import { type ClientOf, isConnectorError } from '@portico/core'

export interface Order {
  readonly id: string
  readonly charge: string
  readonly amount: number
}

/** What the service does when a refund does not simply succeed. */
export interface Desk {
  waitFor(approvalId: string): void
  reconcile(idempotencyKey: string | undefined): void
  later(ms: number): void
}

export async function refund(payments: ClientOf<typeof stripe>, order: Order, desk: Desk): Promise<string> {
  const service = payments.as({ actor: { type: 'executor_system', id: 'orders' }, correlationId: order.id })
  try {
    const { data, receipt } = await service.createRefund.detailed(
      { charge: order.charge, amount: order.amount },
      { idempotencyKey: `refund:${order.id}` },
    )
    return receipt.replayed ? `refunded before: ${data.id}` : `refunded: ${data.id}`
  } catch (error) {
    if (!isConnectorError(error, stripe)) throw error
    if (error.code === 'approval_required') {
      desk.waitFor(error.approval!.id)
      return 'waits for a decision'
    }
    if (error.vendor?.code === 'charge_already_refunded') return 'refunded before' // a union: a typo does not compile
    if (error.commitState === 'unknown') {
      desk.reconcile(error.idempotencyKey) // the vendor may have acted
      return 'is being looked up'
    }
    if (!error.retryable) throw error // the vendor refused and did nothing, or acted and its response broke the contract
    desk.later(error.retryAfterMs ?? 1_000)
    return 'is tried later'
  }
}

/** Called once a person has decided: the approved call runs, perhaps edited, not whatever we would send today. */
export async function afterDecision(payments: ClientOf<typeof stripe>, token: string): Promise<string> {
  return (await payments.createRefund.resume(token)).data.id
}

/** Reads every page, acts as a person, and undoes it. */
export async function triage(hub: ClientOf<typeof github>, target: { owner: string; repo: string }): Promise<readonly string[]> {
  const titles: string[] = []
  for await (const issue of hub.listIssues.items({ ...target, state: 'open' })) titles.push(issue.title)
  const mona = hub.as({ actor: { type: 'human', id: 'mona' }, correlationId: 'inc-7' })
  const { receipt } = await mona.createIssue.detailed({ ...target, title: 'Refund is late' })
  await mona.createIssue.undo(receipt) // closes it, as a governed call of its own
  return titles
}
