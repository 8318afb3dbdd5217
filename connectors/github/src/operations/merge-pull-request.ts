import { lookup, z } from '@portico/core/contract'
import { objectSha } from '../schemas/content.ts'
import { type PullRequest, pullRequestPath } from '../schemas/pull-request.ts'
import { githubVendor } from '../vendor.ts'
import { getPullRequest } from './get-pull-request.ts'
import { nullishText } from '../schemas/nullish.ts'

const Input = z.object({
  ...pullRequestPath,
  /** The reviewed head commit. GitHub refuses if the branch has moved since. */
  sha: objectSha,
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  commit_title: z.string().min(1).optional(),
  commit_message: z.string().optional(),
})
type Input = z.output<typeof Input>

export const mergePullRequest = githubVendor.command('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', {
  title: { en: 'Merge a pull request', ar: 'دمج طلب' },
  summary: 'Merge a pull request at the commit that was reviewed.',
  input: Input,
  output: z.object({
    merged: z.boolean(),
    /** The commit on the base branch. */
    sha: nullishText,
  }),
  sideEffect: 'external_commitment',
  reversibility: 'R2',
  approval: 'A2',
  // GitHub refuses a second merge with the same words as an impossible one, so a lookup decides instead.
  idempotency: lookup(getPullRequest, {
    input: ({ input: { owner, repo, pull_number } }: { input: Input }) => ({ owner, repo, pull_number }),
    found: ({ input: { sha }, output }: { input: Input; output: z.output<typeof PullRequest> }) =>
      output.merged && output.head.sha === sha ? { merged: true, sha: output.merge_commit_sha } : undefined,
    settle: '2s',
  }),
  audit: { entity: { type: 'pull_request', id: ['input.owner', 'input.repo', 'input.pull_number'] }, omit: ['commit_message'] },
  rollback: {
    manual:
      'Open a pull request that reverts the merge (“Revert” on its page). What was deployed from it is rolled back by its own runbook.',
  },
  examples: [
    { owner: 'octocat', repo: 'hello-world', pull_number: 1, sha: '6dcb09b5b57875f334f61aebed695e2e4193db5e' },
    {
      owner: 'octocat',
      repo: 'hello-world',
      pull_number: 1,
      sha: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
      merge_method: 'squash',
      commit_title: 'Add a fire alarm (#1)',
      commit_message: 'Closes #1.',
    },
  ],
})
