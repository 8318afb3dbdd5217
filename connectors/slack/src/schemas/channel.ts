import { z } from '@portico/core/contract'
import { nullishFlag, nullishInteger, nullishText } from './nullish.ts'

const Notice = z.object({ value: z.string() })

/** A direct message has neither name nor topic, only its `user`. */
export const Channel = z.object({
  id: z.string(),
  name: nullishText,
  user: nullishText,
  created: nullishInteger,
  creator: nullishText,
  is_archived: nullishFlag,
  is_channel: nullishFlag,
  is_im: nullishFlag,
  is_member: nullishFlag,
  is_mpim: nullishFlag,
  is_private: nullishFlag,
  num_members: nullishInteger,
  topic: Notice.nullish(),
  purpose: Notice.nullish(),
})
