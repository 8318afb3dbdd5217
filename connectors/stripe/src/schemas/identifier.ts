import { z } from '@portico/core/contract'

/** Any id from Stripe. Opaque: prefixes such as `cus_` are customary, not promised. */
export const identifier = z.string().min(1).max(5_000)
