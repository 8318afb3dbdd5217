import { upsert, z } from '@portico/core/contract'
import { issuePath } from '../schemas/issue.ts'
import { Label, labelName } from '../schemas/label.ts'
import { githubVendor } from '../vendor.ts'
import { removeLabel } from './remove-label.ts'

export const addLabel = githubVendor.command('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
  title: { en: 'Add a label', ar: 'إضافة تصنيف' },
  summary: 'Put a label on an issue or pull request. One that the repository does not know is made.',
  input: z.object({ ...issuePath, name: labelName }),
  output: z.array(Label),
  body: ({ name }) => ({ labels: [name] }),
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  idempotency: upsert,
  audit: { entity: { type: 'issue', id: ['input.owner', 'input.repo', 'input.issue_number'] } },
  rollback: {
    operation: removeLabel,
    input: ({ input }) => input,
    notes: 'A label that was on it before goes too, and one that was made stays in the repository.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', issue_number: 1, name: 'bug' }],
})
