import { z } from '@portico/core/contract'

/** Items in a page. GitHub gives 30 unless asked for more; a hundred spares calls. */
export const perPage = z.int().min(1).max(100).default(100)
export const direction = z.enum(['asc', 'desc'])
