import { z } from '@portico/core/contract'
import { Account } from './account.ts'
import { repositoryPath } from './repository.ts'
import { nullishFlag, nullishText } from './nullish.ts'

export const pullRequestPath = { ...repositoryPath, pull_number: z.int().positive() }

const Branch = z.object({
  /** `owner:branch` */
  label: z.string(),
  ref: z.string(),
  sha: z.string(),
  /** Null if the fork is gone. */
  repo: z.object({ id: z.int(), full_name: z.string() }).nullish(),
})

/** What a list returns of each pull request. */
export const PullRequestSummary = z.object({
  id: z.int(),
  node_id: z.string(),
  number: z.int(),
  title: z.string(),
  body: nullishText,
  state: z.enum(['open', 'closed']),
  draft: nullishFlag,
  locked: z.boolean(),
  user: Account.nullish(),
  labels: z.array(z.object({ name: z.string() })),
  assignees: z.array(Account).nullish(),
  head: Branch,
  base: Branch,
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: nullishText,
  merged_at: nullishText,
})

/** A single pull request, with what GitHub computes about it. */
export const PullRequest = PullRequestSummary.extend({
  merged: z.boolean(),
  /** Null while GitHub is still computing it. */
  mergeable: nullishFlag,
  mergeable_state: z.string(),
  merged_by: Account.nullish(),
  /** Removed in API version 2026-03-10. */
  merge_commit_sha: nullishText,
  comments: z.int(),
  commits: z.int(),
  additions: z.int(),
  deletions: z.int(),
  changed_files: z.int(),
})
