import * as z from 'zod'

const Reaction = z.object({ name: z.string(), count: z.int(), users: z.array(z.string()).nullish() })

export const Message = z.object({
  type: z.string(),
  ts: z.string(),
  subtype: z.string().nullish(),
  text: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  thread_ts: z.string().nullish(),
  reply_count: z.int().nullish(),
  reactions: z.array(Reaction).nullish(),
})

/** Which message it became; `message.text` is what Slack kept of it. */
export const PostedMessage = z.object({
  channel: z.string(),
  ts: z.string(),
  message: z.object({ text: z.string().nullish(), thread_ts: z.string().nullish() }),
})

export const ReactedMessage = z.object({ ts: z.string().nullish(), reactions: z.array(Reaction).nullish() })
