import { lookup, z } from '@portico/core/contract'
import { PullRequestSummary } from '../schemas/pull-request.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { asGiven, markdown, title } from '../schemas/text.ts'
import { githubVendor } from '../vendor.ts'
import { closePullRequest } from './close-pull-request.ts'
import { listPullRequests } from './list-pull-requests.ts'

const Input = z.object({
  ...repositoryPath,
  title,
  body: markdown.optional(),
  /** The branch with the changes; `owner:branch` when it is in a fork. */
  head: z.string().min(1),
  base: z.string().min(1),
  draft: z.boolean().optional(),
  maintainer_can_modify: z.boolean().optional(),
})
type Input = z.output<typeof Input>

export const createPullRequest = githubVendor.command('POST /repos/{owner}/{repo}/pulls', {
  title: { en: 'Open a pull request', ar: 'فتح طلب دمج' },
  summary: 'Ask for a branch to be merged into another.',
  input: Input,
  // Only what lists also return, so that one found by a lookup keeps the promise too.
  output: PullRequestSummary,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  // GitHub allows one open pull request per head and base, so at most one can be ours; what was sent tells it from an older one.
  idempotency: lookup(listPullRequests, {
    input: ({ input: { owner, repo, head, base } }: { input: Input }) => ({
      owner,
      repo,
      base,
      head: head.includes(':') ? head : `${owner}:${head}`,
    }),
    found: ({ input, output }: { input: Input; output: readonly z.output<typeof PullRequestSummary>[] }) =>
      output.find(
        ({ title: found, body, draft }) =>
          found === input.title &&
          (input.body === undefined || asGiven(body) === asGiven(input.body)) &&
          (draft ?? false) === (input.draft ?? false),
      ),
    settle: '2s',
  }),
  audit: { entity: { type: 'pull_request', id: ['input.owner', 'input.repo', 'output.number'] }, omit: ['body'] },
  rollback: {
    operation: closePullRequest,
    input: ({ input: { owner, repo }, output }) => ({ owner, repo, pull_number: output.number }),
    notes: 'It is closed, not gone, and the branch stays. Reviewers were told when it was opened.',
  },
  examples: [
    { owner: 'octocat', repo: 'hello-world', title: 'Add a fire alarm', head: 'fire-alarm', base: 'main' },
    {
      owner: 'octocat',
      repo: 'hello-world',
      title: 'Add a fire alarm',
      body: 'Closes #1.',
      head: 'octocat:fire-alarm',
      base: 'main',
      draft: true,
      maintainer_can_modify: true,
    },
  ],
})
