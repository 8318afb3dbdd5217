import { named, upsert, z } from '@portico/core/contract'
import { PullRequest, pullRequestPath } from '../schemas/pull-request.ts'
import { githubVendor } from '../vendor.ts'

const Input = z.object(pullRequestPath)

export const reopenPullRequest = githubVendor.command('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
  title: { en: 'Reopen a pull request', ar: 'إعادة فتح طلب دمج' },
  summary: 'Open a closed pull request again. A merged one stays closed.',
  input: Input,
  output: PullRequest,
  body: () => ({ state: 'open' }),
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'pull_request', id: ['input.owner', 'input.repo', 'input.pull_number'] } },
  rollback: {
    operation: named('closePullRequest', Input),
    input: (call) => call.input,
    notes: 'Reviewers were told that it was opened again, and are told again.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', pull_number: 1 }],
})
