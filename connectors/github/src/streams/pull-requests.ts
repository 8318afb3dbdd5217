import { stream } from '@portico/core/streams'
import { PullRequestSummary } from '../schemas/pull-request.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'
import { byRepository, fromRepository } from './by-repository.ts'

/** Read whole: this list takes no `since` (official description, api.github.com of npm:@octokit/openapi 23.0.2, 2026-11-28). */
export const pullRequests = stream(githubVendor, 'GET /repos/{owner}/{repo}/pulls', {
  ...byRepository,
  summary: 'Pull requests with their branches. What changed since may be had sooner from `issues`.',
  title: { en: 'Pull requests', ar: 'طلبات الدمج' },
  record: PullRequestSummary.extend(fromRepository),
  primaryKey: ['id'],
  // New ones come last, so they shift nothing between two pages.
  fields: { state: 'all', sort: 'created', direction: 'asc', per_page: 100 },
  page: byLink,
  deletes: 'unseen',
  freshness: '6h',
  owner: 'Operations',
  consumers: [{ name: 'delivery metrics', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { body: 'S2' },
  schemaChanges: 'evolve',
})
