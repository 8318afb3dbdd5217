import { cursor, z } from '@portico/core/contract'
import { channelId } from '../schemas/identifiers.ts'
import { tier4 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const listChannelMembers = slackVendor.query('POST /api/conversations.members', {
  summary: 'Ids of the users in a channel.',
  title: { en: 'List channel members', ar: 'سرد أعضاء قناة' },
  input: z.object({ channel: channelId, limit: z.int().min(1).max(999).default(200) }),
  output: z.array(z.string()),
  pick: 'members',
  page: cursor('response_metadata.next_cursor'),
  limits: tier4,
  examples: [{ channel: 'C012AB3CD', limit: 2 }],
})
