import * as z from 'zod'

const Funds = z.object({ amount: z.int(), currency: z.string() })

export const Balance = z.object({
  object: z.literal('balance'),
  livemode: z.boolean(),
  available: z.array(Funds),
  pending: z.array(Funds),
})
