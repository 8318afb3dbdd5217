import { z } from '@portico/core/contract'
import { nullishFlag, nullishText } from './nullish.ts'

// A delivery promises less than an answer does: only what GitHub's webhook description requires.

export const DeliveredAccount = z.object({ id: z.int(), login: z.string(), type: nullishText })

export const DeliveredRepository = z.object({
  id: z.int(),
  name: z.string(),
  full_name: z.string(),
  private: z.boolean(),
  html_url: z.string(),
  default_branch: nullishText,
})

/** What every delivery about a repository carries besides its subject. */
export const deliveryContext = {
  repository: DeliveredRepository,
  sender: DeliveredAccount.nullish(),
  organization: z.object({ id: z.int(), login: z.string() }).nullish(),
  /** Which installation of an app it is for. */
  installation: z.object({ id: z.int() }).nullish(),
}

export const DeliveredIssue = z.object({
  id: z.int(),
  number: z.int(),
  title: z.string(),
  body: nullishText,
  state: z.enum(['open', 'closed']).nullish(),
  state_reason: nullishText,
  user: DeliveredAccount.nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  assignees: z.array(DeliveredAccount.nullable()),
  /** Present if the issue is a pull request. */
  pull_request: z.object({ html_url: nullishText }).nullish(),
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: nullishText,
})

export const DeliveredComment = z.object({
  id: z.int(),
  body: z.string(),
  user: DeliveredAccount.nullish(),
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
})

const Branch = z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() })

export const DeliveredPullRequest = z.object({
  id: z.int(),
  number: z.int(),
  title: z.string(),
  body: nullishText,
  state: z.enum(['open', 'closed']),
  draft: nullishFlag,
  merged: nullishFlag,
  user: DeliveredAccount.nullish(),
  head: Branch,
  base: Branch,
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: nullishText,
  merged_at: nullishText,
})

export const DeliveredRelease = z.object({
  id: z.int(),
  tag_name: z.string(),
  target_commitish: z.string(),
  name: nullishText,
  body: nullishText,
  draft: z.boolean(),
  prerelease: z.boolean(),
  author: DeliveredAccount.nullish(),
  html_url: z.string(),
  created_at: nullishText,
  published_at: nullishText,
})

export const DeliveredCommit = z.object({
  id: z.string(),
  message: z.string(),
  timestamp: z.string(),
  url: z.string(),
  /** False if the commit had already been pushed to another branch. */
  distinct: z.boolean(),
  author: z.object({ name: z.string(), username: nullishText }),
  added: z.array(z.string()).nullish(),
  modified: z.array(z.string()).nullish(),
  removed: z.array(z.string()).nullish(),
})
