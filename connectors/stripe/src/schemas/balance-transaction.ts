import { z } from '@portico/core/contract'
import { nullishText } from './nullish.ts'

/** One movement of the account's balance: `net` is `amount` minus `fee`. */
export const BalanceTransaction = z.object({
  id: z.string(),
  object: z.literal('balance_transaction'),
  amount: z.int(),
  fee: z.int(),
  net: z.int(),
  currency: z.string(),
  status: z.string(),
  type: z.string(),
  reporting_category: z.string(),
  created: z.int(),
  available_on: z.int(),
  fee_details: z.array(z.object({ amount: z.int(), currency: z.string(), type: z.string() })),
  source: nullishText,
  description: nullishText,
  exchange_rate: z.number().nullish(),
})
