import { z } from '@portico/core/contract'
import { Comment } from '../schemas/comment.ts'
import { issuePath } from '../schemas/issue.ts'
import { perPage } from '../schemas/paging.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const listComments = githubVendor.query('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
  title: { en: 'List comments', ar: 'عرض التعليقات' },
  summary: 'Comments on an issue, or on a pull request’s conversation, oldest first.',
  input: z.object({
    ...issuePath,
    /** Updated at this time or later. */
    since: z.iso.datetime().optional(),
    per_page: perPage,
  }),
  output: z.array(Comment),
  page: byLink,
  examples: [
    { owner: 'octocat', repo: 'hello-world', issue_number: 1 },
    { owner: 'octocat', repo: 'hello-world', issue_number: 1, since: '2026-01-01T00:00:00Z', per_page: 50 },
  ],
})
