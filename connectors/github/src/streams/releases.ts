import { stream } from '@portico/core/streams'
import { Release } from '../schemas/release.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'
import { byRepository, fromRepository } from './by-repository.ts'

/** Read whole: the list accepts neither a time nor an order (official description, npm:@octokit/openapi 23.0.2, 2026-11-28). */
export const releases = stream(githubVendor, 'GET /repos/{owner}/{repo}/releases', {
  ...byRepository,
  summary: 'Releases with their files. Drafts are among them where the token may push.',
  title: { en: 'Releases', ar: 'الإصدارات' },
  record: Release.extend(fromRepository),
  primaryKey: ['id'],
  fields: { per_page: 100 },
  page: byLink,
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Operations',
  consumers: [{ name: 'delivery metrics', kind: 'report' }],
  sensitivity: 'S1',
  schemaChanges: 'evolve',
})
