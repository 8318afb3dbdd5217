import * as z from 'zod'

const Notice = z.object({ value: z.string() })

/** A direct message has neither name nor topic, only its `user`. */
export const Channel = z.object({
  id: z.string(),
  name: z.string().nullish(),
  user: z.string().nullish(),
  created: z.int().nullish(),
  creator: z.string().nullish(),
  is_archived: z.boolean().nullish(),
  is_channel: z.boolean().nullish(),
  is_im: z.boolean().nullish(),
  is_member: z.boolean().nullish(),
  is_mpim: z.boolean().nullish(),
  is_private: z.boolean().nullish(),
  num_members: z.int().nullish(),
  topic: Notice.nullish(),
  purpose: Notice.nullish(),
})
