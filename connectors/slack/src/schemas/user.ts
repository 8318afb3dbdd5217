import * as z from 'zod'

/** `profile.email` needs the scope users:read.email. */
export const User = z.object({
  id: z.string(),
  name: z.string(),
  is_bot: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  tz: z.string().nullish(),
  profile: z.object({
    real_name: z.string().nullish(),
    display_name: z.string().nullish(),
    title: z.string().nullish(),
    email: z.string().nullish(),
  }),
})
