import { lastItem, z } from '@portico/core/contract'
import { BalanceTransaction } from '../schemas/balance-transaction.ts'
import { identifier } from '../schemas/identifier.ts'
import { pageSize, timeRange } from '../schemas/listing.ts'
import { currency } from '../schemas/money.ts'
import { stripeVendor } from '../vendor.ts'

export const listBalanceTransactions = stripeVendor.query('GET /v1/balance_transactions', {
  summary: 'Movements of the balance, newest first: what reconciliation reads.',
  title: { en: 'List balance transactions', ar: 'سرد حركات الرصيد' },
  input: z.object({
    // Open: Stripe adds types within a version.
    type: z.string().min(1).optional(),
    source: identifier.optional(),
    payout: identifier.optional(),
    currency: currency.optional(),
    created: timeRange.optional(),
    limit: pageSize,
  }),
  output: z.array(BalanceTransaction),
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  examples: [
    { type: 'charge', currency: 'sar', created: { gte: 1_761_955_200, lt: 1_764_547_200 }, limit: 2 },
    { payout: 'po_1OaFDbEcg9tTZuTgNYmX0PKB' },
    { source: 'ch_3MmlLrLkdIwHu7ix0snN0B15' },
  ],
})
