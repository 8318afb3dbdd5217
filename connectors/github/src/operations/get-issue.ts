import { z } from '@portico/core/contract'
import { Issue, issuePath } from '../schemas/issue.ts'
import { githubVendor } from '../vendor.ts'

export const getIssue = githubVendor.query('GET /repos/{owner}/{repo}/issues/{issue_number}', {
  title: { en: 'Get an issue', ar: 'عرض مسألة' },
  summary: 'One issue. A deleted one is not found.',
  input: z.object(issuePath),
  output: Issue,
  examples: [{ owner: 'octocat', repo: 'hello-world', issue_number: 1 }],
})
