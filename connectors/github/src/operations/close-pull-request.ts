import { upsert, z } from '@portico/core/contract'
import { PullRequest, pullRequestPath } from '../schemas/pull-request.ts'
import { githubVendor } from '../vendor.ts'
import { reopenPullRequest } from './reopen-pull-request.ts'

export const closePullRequest = githubVendor.command('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
  title: { en: 'Close a pull request', ar: 'إغلاق طلب دمج' },
  summary: 'Close a pull request without merging it.',
  input: z.object(pullRequestPath),
  output: PullRequest,
  body: () => ({ state: 'closed' }),
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'pull_request', id: ['input.owner', 'input.repo', 'input.pull_number'] } },
  rollback: {
    operation: reopenPullRequest,
    input: ({ input }) => input,
    notes: 'Not once its branch is deleted or was force-pushed: then open a new one.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', pull_number: 1 }],
})
