import { z } from '@portico/core/contract'

/** Unix seconds; includes the start, excludes the end. */
export const timeRange = z.object({
  gte: z.int().nonnegative().optional(),
  lt: z.int().nonnegative().optional(),
})

/** Stripe's own default is 10; the largest page costs the fewest calls. */
export const pageSize = z.int().min(1).max(100).default(100)
