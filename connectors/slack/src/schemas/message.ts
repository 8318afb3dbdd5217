import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

const Reaction = z.object({ name: z.string(), count: z.int(), users: z.array(z.string()).nullish() })

export const Message = z.object({
  type: z.string(),
  ts: z.string(),
  subtype: nullishText,
  text: nullishText,
  user: nullishText,
  bot_id: nullishText,
  thread_ts: nullishText,
  reply_count: nullishInteger,
  reactions: z.array(Reaction).nullish(),
})

/** The resulting message; `message.text` is what Slack stored of it. */
export const PostedMessage = z.object({
  channel: z.string(),
  ts: z.string(),
  message: z.object({ text: nullishText, thread_ts: nullishText }),
})

export const ReactedMessage = z.object({ ts: nullishText, reactions: z.array(Reaction).nullish() })
