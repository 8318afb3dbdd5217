import { linkHeader } from '@portico/core/contract'

/**
 * A next link advances by `page` or `after`, for issues by both; `before` goes back, and `since` is a filter on everything read
 * here (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api, 2026-11-29).
 */
export const byLink = linkHeader(['page', 'after'])
