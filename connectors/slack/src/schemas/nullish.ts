import { z } from '@portico/core/contract'

// Made once and used in many fields: making schemas is most of what importing a connector costs.

export const nullishFlag = z.boolean().nullish()
export const nullishInteger = z.int().nullish()
export const nullishText = z.string().nullish()
