import { stream } from '@portico/core/streams'
import { Issue } from '../schemas/issue.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'
import { byRepository, fromRepository } from './by-repository.ts'

/**
 * Ascending, yet nothing slips between two pages if an issue changes meanwhile: next links carry `after`, a cursor over the sort
 * value and the id, not an offset (github.com/google/go-github/issues/3565, 2026-11-28).
 */
export const issues = stream(githubVendor, 'GET /repos/{owner}/{repo}/issues', {
  ...byRepository,
  summary: 'Issues, and pull requests as the issues that they are too: they have `pull_request`.',
  title: { en: 'Issues', ar: 'المسائل' },
  record: Issue.extend(fromRepository),
  primaryKey: ['id'],
  fields: { state: 'all', sort: 'updated', direction: 'asc', per_page: 100 },
  page: byLink,
  cursor: {
    field: 'updated_at',
    since: 'since',
    precision: 's',
    boundary: 'inclusive',
    order: 'ascending',
    // GitHub states no delay between a change and its listing; two minutes cost nothing.
    lookback: '2m',
    state: 'slice',
  },
  // Deleted and transferred issues leave no trace here; only the webhook `issues` or a full read reveals them.
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Operations',
  consumers: [{ name: 'delivery metrics', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { body: 'S2' },
  schemaChanges: 'evolve',
})
