import { claim, z } from '@portico/core/contract'
import { Issue } from '../schemas/issue.ts'
import { labelName } from '../schemas/label.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { markdown, title } from '../schemas/text.ts'
import { githubVendor } from '../vendor.ts'
import { closeIssue } from './close-issue.ts'

export const createIssue = githubVendor.command('POST /repos/{owner}/{repo}/issues', {
  title: { en: 'Open an issue', ar: 'فتح مسألة' },
  summary: 'Open an issue. Without push access GitHub drops labels, assignees and milestone in silence.',
  input: z.object({
    ...repositoryPath,
    title,
    body: markdown.optional(),
    labels: z.array(labelName).optional(),
    assignees: z.array(z.string().min(1)).max(10).optional(),
    /** The milestone's number. */
    milestone: z.int().positive().optional(),
  }),
  output: Issue,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 'issue', id: ['input.owner', 'input.repo', 'output.number'] }, omit: ['body'] },
  rollback: {
    operation: closeIssue,
    input: ({ input: { owner, repo }, output }) => ({ owner, repo, issue_number: output.number, state_reason: 'not_planned' }),
    notes: 'It is closed, not gone: watchers were told when it was opened.',
  },
  examples: [
    { owner: 'octocat', repo: 'hello-world', title: 'Printer on fire' },
    {
      owner: 'octocat',
      repo: 'hello-world',
      title: 'Printer on fire',
      body: 'Second floor.',
      labels: ['bug'],
      assignees: ['octocat'],
      milestone: 1,
    },
  ],
})
