import { z } from '@portico/core/contract'
import { Account } from './account.ts'
import { repositoryPath } from './repository.ts'
import { nullishText } from './nullish.ts'

export const commentPath = { ...repositoryPath, comment_id: z.int().positive() }

/** A comment on an issue or on a pull request's conversation. */
export const Comment = z.object({
  id: z.int(),
  node_id: z.string(),
  body: nullishText,
  user: Account.nullish(),
  html_url: z.string(),
  issue_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})
