import { z } from '@portico/core/contract'
import { Account } from './account.ts'
import { nullishText } from './nullish.ts'

/** Where a repository is: the two path fields of most operations. */
export const repositoryPath = {
  owner: z
    .string()
    .regex(/^[\w-]+$/)
    .max(100),
  repo: z
    .string()
    .regex(/^[\w.-]+$/)
    .max(100),
}

/** What getting, creating and listing repositories all promise. */
export const Repository = z.object({
  id: z.int(),
  node_id: z.string(),
  name: z.string(),
  full_name: z.string(),
  owner: Account,
  private: z.boolean(),
  visibility: nullishText,
  html_url: z.string(),
  description: nullishText,
  fork: z.boolean(),
  archived: z.boolean(),
  default_branch: z.string(),
  language: nullishText,
  topics: z.array(z.string()).nullish(),
  forks_count: z.int(),
  stargazers_count: z.int(),
  open_issues_count: z.int(),
  pushed_at: nullishText,
  created_at: nullishText,
  updated_at: nullishText,
})
