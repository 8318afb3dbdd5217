import { upsertIf, z } from '@portico/core/contract'
import { commitFields, contentPath, WrittenFile } from '../schemas/content.ts'
import { githubVendor } from '../vendor.ts'
import { deleteFile } from './delete-file.ts'

export const createFile = githubVendor.command('PUT /repos/{owner}/{repo}/contents/{+path}', {
  title: { en: 'Create a file', ar: 'إنشاء ملف' },
  summary: 'Commit a new file. One that is there already is refused.',
  input: z.object({ ...contentPath, ...commitFields, content: z.base64() }),
  output: WrittenFile,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  // A request without `sha` means that the file does not exist yet.
  idempotency: upsertIf('sha'),
  audit: { entity: { type: 'file', id: ['input.owner', 'input.repo', 'input.path'] }, omit: ['content'] },
  rollback: {
    operation: deleteFile,
    input: ({ input: { owner, repo, path, branch, message }, output }) => ({
      owner,
      repo,
      path,
      branch,
      sha: output.content.sha,
      message: `Revert "${message}"`,
    }),
    notes: 'Refused when somebody has changed the file since. It stays in the history.',
  },
  examples: [
    {
      owner: 'octocat',
      repo: 'hello-world',
      path: 'docs/alarm.md',
      message: 'Describe the alarm',
      content: 'SW4gY2FzZSBvZiBmaXJlLgo=',
    },
    {
      owner: 'octocat',
      repo: 'hello-world',
      path: 'docs/alarm.md',
      message: 'Describe the alarm',
      content: 'SW4gY2FzZSBvZiBmaXJlLgo=',
      branch: 'fire-alarm',
    },
  ],
})
