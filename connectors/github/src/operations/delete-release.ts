import { nothing, upsert, z } from '@portico/core/contract'
import { repositoryPath } from '../schemas/repository.ts'
import { githubVendor } from '../vendor.ts'

export const deleteRelease = githubVendor.command('DELETE /repos/{owner}/{repo}/releases/{release_id}', {
  title: { en: 'Delete a release', ar: 'حذف إصدار' },
  summary: 'Delete a release with its files. Its tag stays.',
  input: z.object({ ...repositoryPath, release_id: z.int().positive() }),
  output: nothing,
  sideEffect: 'internal_write',
  reversibility: 'R2',
  approval: 'A2',
  idempotency: upsert,
  // GitHub also answers 404 for what a token may not see, so only a repeat takes it for "gone".
  alreadyDone: { not_found: ({ resent }) => (resent ? { output: undefined } : undefined) },
  audit: { entity: { type: 'release', id: 'input.release_id' } },
  rollback: {
    manual: 'Publish it anew from the tag, which stays, and upload its files from the build. Download counts and links are lost.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', release_id: 1 }],
})
