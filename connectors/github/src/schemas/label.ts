import { z } from '@portico/core/contract'
import { nullishText } from './nullish.ts'

export const Label = z.object({
  id: z.int(),
  name: z.string(),
  description: nullishText,
  /** Six hexadecimal digits without `#`. */
  color: z.string(),
  default: z.boolean(),
})

export const labelName = z.string().min(1)
