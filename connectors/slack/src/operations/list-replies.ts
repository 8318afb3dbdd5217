import { cursor, z } from '@portico/core/contract'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { Message } from '../schemas/message.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const listReplies = slackVendor.query('POST /api/conversations.replies', {
  summary: 'A thread: its first message, then the replies in order.',
  title: { en: 'List replies', ar: 'سرد الردود' },
  input: z.object({
    channel: channelId,
    ts: messageTimestamp,
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
    { channel: 'C024BE91L', ts: '1482960137.003543', limit: 2 },
    {
      channel: 'C024BE91L',
      ts: '1482960137.003543',
      oldest: '1482960137.003543',
      latest: '1485000000.000000',
      inclusive: true,
    },
  ],
})
