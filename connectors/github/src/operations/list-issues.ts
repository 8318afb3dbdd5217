import { z } from '@portico/core/contract'
import { Issue } from '../schemas/issue.ts'
import { direction, perPage } from '../schemas/paging.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const listIssues = githubVendor.query('GET /repos/{owner}/{repo}/issues', {
  title: { en: 'List issues', ar: 'عرض المسائل' },
  summary: 'Issues of a repository. Pull requests are among them: they have `pull_request`.',
  input: z.object({
    ...repositoryPath,
    state: z.enum(['open', 'closed', 'all']).default('open'),
    /** Issues with all of these. A name that contains a comma cannot be queried. */
    labels: z
      .array(z.string().regex(/^[^,]+$/))
      .min(1)
      .optional(),
    /** A login, `none`, or `*` for anyone. */
    assignee: z.string().min(1).optional(),
    creator: z.string().min(1).optional(),
    mentioned: z.string().min(1).optional(),
    milestone: z.union([z.int().positive(), z.enum(['none', '*'])]).optional(),
    /** Updated at this time or later. */
    since: z.iso.datetime().optional(),
    sort: z.enum(['created', 'updated', 'comments']).optional(),
    direction: direction.optional(),
    per_page: perPage,
  }),
  output: z.array(Issue),
  page: byLink,
  examples: [
    { owner: 'octocat', repo: 'hello-world' },
    {
      owner: 'octocat',
      repo: 'hello-world',
      state: 'all',
      labels: ['bug', 'help wanted'],
      assignee: 'octocat',
      creator: 'octocat',
      mentioned: 'octocat',
      milestone: '*',
      since: '2026-01-01T00:00:00Z',
      sort: 'updated',
      direction: 'asc',
      per_page: 50,
    },
  ],
})
