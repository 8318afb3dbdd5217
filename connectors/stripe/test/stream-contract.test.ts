import { streamContract } from '@portico/testing/streams'
import { stripeSource } from '../src/streams/index.ts'

streamContract(stripeSource, {
  credentials: { key: 'planted-key-of-the-contract' },
  recordings: new URL('./recordings/', import.meta.url),
  streams: {
    customers: {},
    charges: {},
    invoices: {},
    subscriptions: {},
    events: {},
    balanceTransactions: {},
  },
})
