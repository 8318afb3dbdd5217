import { z } from '@portico/core/contract'
import { BalanceTransaction } from '../schemas/balance-transaction.ts'
import { identifier } from '../schemas/identifier.ts'
import { stripeVendor } from '../vendor.ts'

export const getBalanceTransaction = stripeVendor.query('GET /v1/balance_transactions/{balance_transaction}', {
  summary: 'One movement of the balance, with its fees.',
  title: { en: 'Get a balance transaction', ar: 'عرض حركة رصيد' },
  input: z.object({ balance_transaction: identifier }),
  output: BalanceTransaction,
  examples: [{ balance_transaction: 'txn_1MiN3gLkdIwHu7ixxapQrznl' }],
})
