import { z } from '@portico/core/contract'

/** What a page of a search says of all that was found. GitHub lists the first thousand of it. */
export const SearchFacts = z.object({ total_count: z.int() })
