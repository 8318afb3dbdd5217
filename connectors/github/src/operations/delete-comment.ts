import { nothing, upsert, z } from '@portico/core/contract'
import { commentPath } from '../schemas/comment.ts'
import { githubVendor } from '../vendor.ts'

export const deleteComment = githubVendor.command('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
  title: { en: 'Delete a comment', ar: 'حذف تعليق' },
  summary: 'Delete a comment for good.',
  input: z.object(commentPath),
  output: nothing,
  sideEffect: 'internal_write',
  reversibility: 'R2',
  approval: 'A2',
  idempotency: upsert,
  // GitHub also answers 404 for what a token may not see, so only a repeat takes it for "gone".
  alreadyDone: { not_found: ({ resent }) => (resent ? { output: undefined } : undefined) },
  audit: { entity: { type: 'comment', id: 'input.comment_id' } },
  rollback: {
    manual: 'The text is only in the watchers’ mail. Post it anew with createComment: new author, new time, new link.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', comment_id: 1 }],
})
