import { stream } from '@portico/core/streams'
import { Comment } from '../schemas/comment.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'
import { byRepository, fromRepository } from './by-repository.ts'

/** A hundred comments per call, across issues: by issue, each would cost a call. */
export const comments = stream(githubVendor, 'GET /repos/{owner}/{repo}/issues/comments', {
  ...byRepository,
  summary: 'Comments on issues and on the conversations of pull requests; not those on lines of code.',
  title: { en: 'Comments', ar: 'التعليقات' },
  record: Comment.extend(fromRepository),
  primaryKey: ['id'],
  // Pages are numbered. Newest first, a comment that changes meanwhile pushes others onto a later page, where they repeat; oldest
  // first, it would pull one onto a page already read.
  fields: { sort: 'updated', direction: 'desc', per_page: 100 },
  page: byLink,
  cursor: {
    field: 'updated_at',
    since: 'since',
    precision: 's',
    boundary: 'inclusive',
    order: 'descending',
    lookback: '2m',
    state: 'slice',
  },
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Operations',
  consumers: [{ name: 'delivery metrics', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { body: 'S2' },
  schemaChanges: 'evolve',
})
