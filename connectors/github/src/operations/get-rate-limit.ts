import { z } from '@portico/core/contract'
import { githubVendor } from '../vendor.ts'

const Budget = z.object({
  limit: z.int(),
  used: z.int(),
  remaining: z.int(),
  /** Epoch seconds. */
  reset: z.int(),
})

/** Used for health: it accepts any kind of token and costs nothing. */
export const getRateLimit = githubVendor.query('GET /rate_limit', {
  title: { en: 'Get the rate limit', ar: 'عرض حد الاستخدام' },
  summary: 'What is left of the hourly quota and of the search quota. Asking does not count.',
  input: z.object({}),
  output: z.object({ resources: z.object({ core: Budget, search: Budget }) }),
  weight: 0,
  examples: [{}],
})
