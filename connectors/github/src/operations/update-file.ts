import { upsertIf, z } from '@portico/core/contract'
import { commitFields, contentPath, objectSha, WrittenFile } from '../schemas/content.ts'
import { githubVendor } from '../vendor.ts'

export const updateFile = githubVendor.command('PUT /repos/{owner}/{repo}/contents/{+path}', {
  title: { en: 'Update a file', ar: 'تعديل ملف' },
  summary: 'Commit another content of a file. Refused when somebody has changed it in between.',
  input: z.object({
    ...contentPath,
    ...commitFields,
    content: z.base64(),
    /** The blob to replace, from getContent. */
    sha: objectSha,
  }),
  output: WrittenFile,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsertIf('sha'),
  audit: { entity: { type: 'file', id: ['input.owner', 'input.repo', 'input.path'] }, omit: ['content'] },
  rollback: { manual: 'Revert the commit (`git revert`); its SHA is in the result.' },
  examples: [
    {
      owner: 'octocat',
      repo: 'hello-world',
      path: 'docs/alarm.md',
      message: 'Say where to gather',
      content: 'R2F0aGVyIGluIHRoZSB5YXJkLgo=',
      sha: '95b966ae1c166bd92f8ae7d1c313e738c731dfc3',
    },
    {
      owner: 'octocat',
      repo: 'hello-world',
      path: 'docs/alarm.md',
      message: 'Say where to gather',
      content: 'R2F0aGVyIGluIHRoZSB5YXJkLgo=',
      sha: '95b966ae1c166bd92f8ae7d1c313e738c731dfc3',
      branch: 'fire-alarm',
    },
  ],
})
