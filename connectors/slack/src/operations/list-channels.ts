import { cursor, z } from '@portico/core/contract'
import { Channel } from '../schemas/channel.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const listChannels = slackVendor.query('POST /api/conversations.list', {
  summary: 'Channels that the token may see; public ones unless asked for others.',
  title: { en: 'List channels', ar: 'سرد القنوات' },
  input: z.object({
    types: z
      .array(z.enum(['public_channel', 'private_channel', 'mpim', 'im']))
      .min(1)
      .max(4)
      .optional(),
    exclude_archived: z.boolean().optional(),
    limit: z.int().min(1).max(999).default(200),
  }),
  output: z.array(Channel),
  pick: 'channels',
  page: cursor('response_metadata.next_cursor'),
  limits: tier2,
  examples: [{ types: ['public_channel', 'private_channel'], exclude_archived: true, limit: 2 }],
})
