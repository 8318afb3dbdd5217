import { upsert, z } from '@portico/core/contract'
import { Issue, issuePath } from '../schemas/issue.ts'
import { githubVendor } from '../vendor.ts'
import { reopenIssue } from './reopen-issue.ts'

export const closeIssue = githubVendor.command('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
  title: { en: 'Close an issue', ar: 'إغلاق مسألة' },
  summary: 'Close an issue, saying why.',
  input: z.object({ ...issuePath, state_reason: z.enum(['completed', 'not_planned', 'duplicate']).default('completed') }),
  output: Issue,
  body: ({ state_reason }) => ({ state: 'closed', state_reason }),
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'issue', id: ['input.owner', 'input.repo', 'input.issue_number'] } },
  rollback: {
    operation: reopenIssue,
    input: ({ input: { owner, repo, issue_number } }) => ({ owner, repo, issue_number }),
    notes: 'Watchers were told that it was closed, and are told again. One that was closed before is opened too.',
  },
  examples: [
    { owner: 'octocat', repo: 'hello-world', issue_number: 1 },
    { owner: 'octocat', repo: 'hello-world', issue_number: 1, state_reason: 'not_planned' },
  ],
})
