import { named, nothing, upsert, z } from '@portico/core/contract'
import { issuePath } from '../schemas/issue.ts'
import { labelName } from '../schemas/label.ts'
import { githubVendor } from '../vendor.ts'

const Input = z.object({ ...issuePath, name: labelName })

export const removeLabel = githubVendor.command('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
  title: { en: 'Remove a label', ar: 'إزالة تصنيف' },
  summary: 'Take a label off an issue or pull request.',
  input: Input,
  output: nothing,
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  idempotency: upsert,
  alreadyDone: { label_missing: () => ({ output: undefined }) },
  audit: { entity: { type: 'issue', id: ['input.owner', 'input.repo', 'input.issue_number'] } },
  rollback: {
    operation: named('addLabel', Input),
    input: (call) => call.input,
    notes: 'The label comes back, last in the list. One that was not on the issue leaves nothing to undo.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', issue_number: 1, name: 'bug' }],
})
