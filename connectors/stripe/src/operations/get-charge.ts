import { z } from '@portico/core/contract'
import { Charge } from '../schemas/charge.ts'
import { identifier } from '../schemas/identifier.ts'
import { stripeVendor } from '../vendor.ts'

export const getCharge = stripeVendor.query('GET /v1/charges/{charge}', {
  summary: 'One attempt to take money, with what was captured and refunded.',
  title: { en: 'Get a charge', ar: 'عرض عملية تحصيل' },
  input: z.object({ charge: identifier }),
  output: Charge,
  examples: [{ charge: 'ch_3MmlLrLkdIwHu7ix0snN0B15' }],
})
