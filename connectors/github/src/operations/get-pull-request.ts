import { z } from '@portico/core/contract'
import { PullRequest, pullRequestPath } from '../schemas/pull-request.ts'
import { githubVendor } from '../vendor.ts'

export const getPullRequest = githubVendor.query('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
  title: { en: 'Get a pull request', ar: 'عرض طلب دمج' },
  summary: 'One pull request with its size and whether it can be merged. Asking makes GitHub work that out.',
  input: z.object(pullRequestPath),
  output: PullRequest,
  examples: [{ owner: 'octocat', repo: 'hello-world', pull_number: 1 }],
})
