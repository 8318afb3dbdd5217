import { lastItem } from '@portico/core/streams'

/**
 * How Stripe lists: newest first, at most a hundred, starting after the last one's id (docs.stripe.com/api/pagination,
 * 2026-11-24).
 */
export const listed = {
  pick: 'data',
  page: lastItem('starting_after', 'has_more'),
  fields: { limit: 100 },
} as const

/**
 * Lists are only filtered by `created`, in whole seconds (docs.stripe.com/api/balance_transactions/list, 2026-11-24). So only
 * what never changes afterwards, or soon stops changing, can be read from where a sync stopped.
 */
export const byCreation = {
  field: 'created',
  since: 'created[gte]',
  until: 'created[lt]',
  type: 'epoch-seconds',
  precision: 's',
  boundary: 'inclusive',
  order: 'descending',
  state: 'global',
} as const
