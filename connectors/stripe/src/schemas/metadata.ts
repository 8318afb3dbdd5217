import { z } from '@portico/core/contract'

/** Up to 50 pairs of one's own, shown in the dashboard. An empty value removes its key; brackets can not be in one. */
export const metadata = z.record(z.string().regex(/^[^[\]]{1,40}$/), z.string().max(500))
