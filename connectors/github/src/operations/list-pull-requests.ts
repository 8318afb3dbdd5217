import { z } from '@portico/core/contract'
import { direction, perPage } from '../schemas/paging.ts'
import { PullRequestSummary } from '../schemas/pull-request.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const listPullRequests = githubVendor.query('GET /repos/{owner}/{repo}/pulls', {
  title: { en: 'List pull requests', ar: 'عرض طلبات الدمج' },
  summary: 'Pull requests of a repository.',
  input: z.object({
    ...repositoryPath,
    state: z.enum(['open', 'closed', 'all']).default('open'),
    /** `owner:branch`. GitHub ignores a branch without its owner. */
    head: z
      .string()
      .regex(/^[^:]+:.+$/)
      .optional(),
    /** The branch to merge into. */
    base: z.string().min(1).optional(),
    sort: z.enum(['created', 'updated', 'popularity', 'long-running']).optional(),
    direction: direction.optional(),
    per_page: perPage,
  }),
  output: z.array(PullRequestSummary),
  page: byLink,
  examples: [
    { owner: 'octocat', repo: 'hello-world' },
    {
      owner: 'octocat',
      repo: 'hello-world',
      state: 'all',
      head: 'octocat:fire-alarm',
      base: 'main',
      sort: 'updated',
      direction: 'desc',
      per_page: 50,
    },
  ],
})
