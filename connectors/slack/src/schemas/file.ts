import * as z from 'zod'

/** `url_private` is read with the same token; a file hidden by a plan's limit has little more than its id. */
export const File = z.object({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.int().nullish(),
  created: z.int().nullish(),
  user: z.string().nullish(),
  url_private: z.string().nullish(),
  permalink: z.string().nullish(),
})
