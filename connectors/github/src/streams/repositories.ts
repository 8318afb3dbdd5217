import { stream } from '@portico/core/streams'
import { Repository } from '../schemas/repository.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

/**
 * Read whole: `since` compares `updated_at`, which a push need not change
 * (github.com/josegonzalez/python-github-backup/issues/206, 2026-11-28), so `pushed_at` and the counts would go stale, and a list
 * of repositories is only a few pages.
 */
export const repositories = stream(githubVendor, 'GET /user/repos', {
  summary: 'The repositories that the token’s account may read. An app’s installation has no account: it can not read them.',
  title: { en: 'Repositories', ar: 'المستودعات' },
  record: Repository,
  primaryKey: ['id'],
  // New ones come last, so they shift nothing between two pages.
  fields: { sort: 'created', direction: 'asc', per_page: 100 },
  page: byLink,
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Operations',
  consumers: [{ name: 'delivery metrics', kind: 'report' }],
  sensitivity: 'S1',
  schemaChanges: 'evolve',
})
