import { z } from '@portico/core/contract'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { slackVendor } from '../vendor.ts'

export const getPermalink = slackVendor.query('POST /api/chat.getPermalink', {
  summary: 'The address of a message, for people who may read it.',
  title: { en: 'Get a permalink', ar: 'عرض رابط رسالة' },
  input: z.object({ channel: channelId, message_ts: messageTimestamp }),
  output: z.object({ channel: z.string(), permalink: z.string() }),
  examples: [{ channel: 'C1H9RESGA', message_ts: '1358546515.000080' }],
})
