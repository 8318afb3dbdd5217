import { z } from '@portico/core/contract'
import { Balance } from '../schemas/balance.ts'
import { stripeVendor } from '../vendor.ts'

export const getBalance = stripeVendor.query('GET /v1/balance', {
  summary: "The account's balance, per currency: what is available, and what is on its way.",
  title: { en: 'Get the balance', ar: 'عرض الرصيد' },
  input: z.object({}),
  output: Balance,
  examples: [{}],
})
