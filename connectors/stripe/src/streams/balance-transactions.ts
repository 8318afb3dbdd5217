import { stream } from '@portico/core/streams'
import { BalanceTransaction } from '../schemas/balance-transaction.ts'
import { stripeVendor } from '../vendor.ts'
import { byCreation, listed } from './listed.ts'

/** A movement never changes except for `status`: from pending to available, on the day of `available_on`. */
export const balanceTransactions = stream(stripeVendor, 'GET /v1/balance_transactions', {
  ...listed,
  summary: 'Movements of the balance: what reconciliation reads.',
  title: { en: 'Balance transactions', ar: 'حركات الرصيد' },
  record: BalanceTransaction,
  primaryKey: ['id'],
  // A month is read again for `status`; `available_on` tells of what takes longer.
  cursor: { ...byCreation, lookback: '30d' },
  // Stripe deletes none: a reversal is a movement of its own.
  deletes: 'unseen',
  freshness: '6h',
  owner: 'Finance',
  consumers: [{ name: 'revenue_sar', kind: 'report' }],
  sensitivity: 'S2',
  schemaChanges: 'freeze',
})
