import { z } from '@portico/core/contract'

/** A person, an organization or a bot. */
export const Account = z.object({
  id: z.int(),
  login: z.string(),
  /** `User`, `Organization` or `Bot`. */
  type: z.string(),
  html_url: z.string(),
})
