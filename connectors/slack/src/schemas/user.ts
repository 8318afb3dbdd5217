import { z } from '@portico/core/contract'
import { nullishFlag, nullishText } from './nullish.ts'

/** `profile.email` needs the scope users:read.email. */
export const User = z.object({
  id: z.string(),
  name: z.string(),
  is_bot: nullishFlag,
  deleted: nullishFlag,
  tz: nullishText,
  profile: z.object({
    real_name: nullishText,
    display_name: nullishText,
    title: nullishText,
    email: nullishText,
  }),
})
