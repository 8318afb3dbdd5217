import { z } from '@portico/core/contract'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { ReactedMessage } from '../schemas/message.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const getReactions = slackVendor.query('POST /api/reactions.get', {
  summary: 'Reactions to a message; none is an absent list.',
  title: { en: 'Get reactions', ar: 'عرض التفاعلات' },
  input: z.object({
    channel: channelId,
    timestamp: messageTimestamp,
    // Everyone who reacted; without it, Slack may name a few and only count the rest.
    full: z.boolean().optional(),
  }),
  output: ReactedMessage,
  pick: 'message',
  limits: tier3,
  examples: [{ channel: 'C024BE91L', timestamp: '1503435956.000247', full: true }],
})
