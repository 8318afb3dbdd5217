import { z } from '@portico/core/contract'
import { Channel } from '../schemas/channel.ts'
import { channelId } from '../schemas/identifiers.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const getChannel = slackVendor.query('POST /api/conversations.info', {
  summary: 'One channel, with its topic and how many are in it.',
  title: { en: 'Get a channel', ar: 'عرض قناة' },
  input: z.object({ channel: channelId, include_num_members: z.boolean().optional() }),
  output: Channel,
  pick: 'channel',
  limits: tier3,
  examples: [{ channel: 'C012AB3CD', include_num_members: true }],
})
