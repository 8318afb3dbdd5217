import { z } from '@portico/core/contract'

const Funds = z.object({ amount: z.int(), currency: z.string() })

export const Balance = z.object({
  object: z.literal('balance'),
  livemode: z.boolean(),
  available: z.array(Funds),
  pending: z.array(Funds),
})
