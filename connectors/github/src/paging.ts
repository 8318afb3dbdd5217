import { linkHeader } from '@portico/core/contract'

/**
 * A next link leads on by `page` or by `after`, the issues' by both; `before` leads back, and `since` is a filter of all that is read
 * here (docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api, 2026-11-29).
 */
export const byLink = linkHeader(['page', 'after'])
