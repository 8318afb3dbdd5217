import { cursor, z } from '@portico/core/contract'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { Message } from '../schemas/message.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const listMessages = slackVendor.query('POST /api/conversations.history', {
  summary: 'Messages of a channel, newest first; replies are in their threads.',
  title: { en: 'List messages', ar: 'سرد رسائل قناة' },
  input: z.object({
    channel: channelId,
    oldest: messageTimestamp.optional(),
    latest: messageTimestamp.optional(),
    inclusive: z.boolean().optional(),
    limit: z.int().min(1).max(999).default(100),
  }),
  output: z.array(Message),
  pick: 'messages',
  page: cursor('response_metadata.next_cursor'),
  limits: tier3,
  examples: [
    { channel: 'C024BE91L', limit: 2 },
    { channel: 'C024BE91L', oldest: '1503435000.000000', latest: '1503439999.000000', inclusive: true },
  ],
})
