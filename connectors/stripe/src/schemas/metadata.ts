import { z } from '@portico/core/contract'

/** Up to 50 pairs of your own, shown in the dashboard. An empty value removes its key; keys cannot contain brackets. */
export const metadata = z.record(z.string().regex(/^[^[\]]{1,40}$/), z.string().max(500))
