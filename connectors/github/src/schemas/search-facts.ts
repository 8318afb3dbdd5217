import { z } from '@portico/core/contract'

/** What a search page says about the total. GitHub lists only the first thousand results. */
export const SearchFacts = z.object({ total_count: z.int() })
