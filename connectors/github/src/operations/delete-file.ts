import { upsertIf, z } from '@portico/core/contract'
import { Commit, commitFields, contentPath, objectSha } from '../schemas/content.ts'
import { githubVendor } from '../vendor.ts'

export const deleteFile = githubVendor.command('DELETE /repos/{owner}/{repo}/contents/{+path}', {
  title: { en: 'Delete a file', ar: 'حذف ملف' },
  summary: 'Commit the removal of a file. Refused when somebody has changed it in between.',
  input: z.object({
    ...contentPath,
    ...commitFields,
    /** The blob to remove, from getContent. */
    sha: objectSha,
  }),
  output: z.object({ commit: Commit }),
  body: ({ message, sha, branch }) => ({ message, sha, branch }),
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsertIf('sha'),
  audit: { entity: { type: 'file', id: ['input.owner', 'input.repo', 'input.path'] } },
  rollback: { manual: 'Revert the commit (`git revert`); its SHA is in the result.' },
  examples: [
    {
      owner: 'octocat',
      repo: 'hello-world',
      path: 'docs/alarm.md',
      message: 'Remove the alarm',
      sha: '95b966ae1c166bd92f8ae7d1c313e738c731dfc3',
    },
    {
      owner: 'octocat',
      repo: 'hello-world',
      path: 'docs/alarm.md',
      message: 'Remove the alarm',
      sha: '95b966ae1c166bd92f8ae7d1c313e738c731dfc3',
      branch: 'fire-alarm',
    },
  ],
})
