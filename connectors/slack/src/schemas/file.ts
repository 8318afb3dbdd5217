import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

/** `url_private` is read with the same token; a file hidden by a plan's limit has little more than its id. */
export const File = z.object({
  id: z.string(),
  name: nullishText,
  title: nullishText,
  mimetype: nullishText,
  size: nullishInteger,
  created: nullishInteger,
  user: nullishText,
  url_private: nullishText,
  permalink: nullishText,
})
