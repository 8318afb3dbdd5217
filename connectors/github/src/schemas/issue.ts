import { z } from '@portico/core/contract'
import { Account } from './account.ts'
import { repositoryPath } from './repository.ts'
import { nullishText } from './nullish.ts'

export const issuePath = { ...repositoryPath, issue_number: z.int().positive() }

export const Issue = z.object({
  id: z.int(),
  node_id: z.string(),
  /** Unique in its repository, shared with pull requests. */
  number: z.int(),
  title: z.string(),
  body: nullishText,
  state: z.enum(['open', 'closed']),
  /** `completed`, `not_planned`, `duplicate` or `reopened`. */
  state_reason: nullishText,
  /** Null for a deleted account. */
  user: Account.nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: nullishText })])),
  assignees: z.array(Account).nullish(),
  milestone: z.object({ number: z.int(), title: z.string() }).nullish(),
  locked: z.boolean(),
  comments: z.int(),
  /** Present if the issue is a pull request: GitHub lists and finds both as issues. */
  pull_request: z.object({ html_url: nullishText }).nullish(),
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: nullishText,
})
