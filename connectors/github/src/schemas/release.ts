import { z } from '@portico/core/contract'
import { Account } from './account.ts'
import { nullishText } from './nullish.ts'

const Asset = z.object({
  id: z.int(),
  name: z.string(),
  content_type: z.string(),
  /** Bytes. */
  size: z.int(),
  download_count: z.int(),
  browser_download_url: z.string(),
})

export const Release = z.object({
  id: z.int(),
  node_id: z.string(),
  tag_name: z.string(),
  /** The branch or commit to create the tag from, if it does not exist yet. */
  target_commitish: z.string(),
  name: nullishText,
  body: nullishText,
  draft: z.boolean(),
  prerelease: z.boolean(),
  author: Account,
  assets: z.array(Asset),
  html_url: z.string(),
  created_at: z.string(),
  /** Null for a draft. */
  published_at: nullishText,
})
