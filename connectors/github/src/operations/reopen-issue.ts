import { named, upsert, z } from '@portico/core/contract'
import { Issue, issuePath } from '../schemas/issue.ts'
import { githubVendor } from '../vendor.ts'

const Input = z.object(issuePath)

export const reopenIssue = githubVendor.command('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
  title: { en: 'Reopen an issue', ar: 'إعادة فتح مسألة' },
  summary: 'Open a closed issue again.',
  input: Input,
  output: Issue,
  body: () => ({ state: 'open' }),
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'issue', id: ['input.owner', 'input.repo', 'input.issue_number'] } },
  rollback: {
    operation: named('closeIssue', Input),
    input: ({ input: { owner, repo, issue_number } }) => ({ owner, repo, issue_number }),
    notes: 'It is closed as completed, whatever the reason was before.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', issue_number: 1 }],
})
