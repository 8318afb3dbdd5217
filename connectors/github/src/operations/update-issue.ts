import { upsert, z } from '@portico/core/contract'
import { Issue, issuePath } from '../schemas/issue.ts'
import { labelName } from '../schemas/label.ts'
import { markdown, title } from '../schemas/text.ts'
import { githubVendor } from '../vendor.ts'

export const updateIssue = githubVendor.command('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
  title: { en: 'Update an issue', ar: 'تعديل مسألة' },
  summary: 'Change an issue’s text or put other labels, assignees or another milestone in place of its own.',
  input: z.object({
    ...issuePath,
    title: title.optional(),
    /** Null empties it. */
    body: markdown.nullable().optional(),
    labels: z.array(labelName).optional(),
    assignees: z.array(z.string().min(1)).max(10).optional(),
    /** The milestone's number; null removes it. */
    milestone: z.int().positive().nullable().optional(),
  }),
  output: Issue,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'issue', id: ['input.owner', 'input.repo', 'input.issue_number'] }, omit: ['body'] },
  rollback: { manual: 'Earlier texts are under “edited” on the issue’s page, earlier labels and assignees in its timeline.' },
  examples: [
    { owner: 'octocat', repo: 'hello-world', issue_number: 1, title: 'Printer still on fire' },
    {
      owner: 'octocat',
      repo: 'hello-world',
      issue_number: 1,
      body: 'Second floor, next to the stairs.',
      labels: ['bug'],
      assignees: ['octocat'],
      milestone: 1,
    },
    { owner: 'octocat', repo: 'hello-world', issue_number: 1, body: null, milestone: null },
  ],
})
