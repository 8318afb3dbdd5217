import { claim, z } from '@portico/core/contract'
import { Comment } from '../schemas/comment.ts'
import { issuePath } from '../schemas/issue.ts'
import { markdown } from '../schemas/text.ts'
import { githubVendor } from '../vendor.ts'
import { deleteComment } from './delete-comment.ts'

export const createComment = githubVendor.command('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
  title: { en: 'Comment', ar: 'إضافة تعليق' },
  summary: 'Comment on an issue or on a pull request’s conversation.',
  input: z.object({ ...issuePath, body: markdown.min(1) }),
  output: Comment,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 'comment', id: 'output.id' }, omit: ['body'] },
  rollback: {
    operation: deleteComment,
    input: ({ input: { owner, repo }, output }) => ({ owner, repo, comment_id: output.id }),
    notes: 'Watchers have its text in their mail.',
  },
  examples: [{ owner: 'octocat', repo: 'hello-world', issue_number: 1, body: 'Seen; on our way.' }],
})
