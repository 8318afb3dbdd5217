import { z } from '@portico/core/contract'

/** Items per page. GitHub's default is 30; a hundred saves calls. */
export const perPage = z.int().min(1).max(100).default(100)
export const direction = z.enum(['asc', 'desc'])
