import { upsert, z } from '@portico/core/contract'
import { Comment, commentPath } from '../schemas/comment.ts'
import { markdown } from '../schemas/text.ts'
import { githubVendor } from '../vendor.ts'

export const updateComment = githubVendor.command('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
  title: { en: 'Update a comment', ar: 'تعديل تعليق' },
  summary: 'Put another text in place of a comment’s own.',
  input: z.object({ ...commentPath, body: markdown.min(1) }),
  output: Comment,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'comment', id: 'input.comment_id' }, omit: ['body'] },
  rollback: { manual: 'The earlier text is under “edited” on the comment; the API does not give it. Put it back by hand.' },
  examples: [{ owner: 'octocat', repo: 'hello-world', comment_id: 1, body: 'Put out; looking for the cause.' }],
})
