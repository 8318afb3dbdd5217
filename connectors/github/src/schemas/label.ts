import * as z from 'zod'

export const Label = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string().nullish(),
  /** Six hexadecimal digits without `#`. */
  color: z.string(),
  default: z.boolean(),
})

export const labelName = z.string().min(1)
