import { defineSource } from '@portico/core/streams'
import { stripeVendor } from '../vendor.ts'
import { version } from '../version.ts'
import { balanceTransactions } from './balance-transactions.ts'
import { charges } from './charges.ts'
import { customers } from './customers.ts'
import { events } from './events.ts'
import { invoices } from './invoices.ts'
import { subscriptions } from './subscriptions.ts'

/** Stripe's streams, for syncs. The data plane: nothing here is called by services or agents. */
export const stripeSource = defineSource(stripeVendor, {
  version,
  streams: { customers, charges, invoices, subscriptions, events, balanceTransactions },
})

export { balanceTransactions, charges, customers, events, invoices, subscriptions }
